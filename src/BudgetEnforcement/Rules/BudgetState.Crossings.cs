namespace BudgetEnforcement;

/// <content>
/// Finds the marks that a rise of the spend has reached. A mark ranks by the order in which spend reaches it; without alerts, by its
/// status.
/// </content>
internal sealed partial class BudgetState
{
    private BudgetMark[]? Marks => _extras?.Marks;

    /// <summary>How many marks the present spend has reached.</summary>
    private int Rank
    {
        get
        {
            if (Marks is not { } marks)
                return _status;
            if (Limit.IsZero)
                return _status == 0 ? 0 : marks.Length; // A limit of 0 has no meaningful portions.
            var rank = 0;
            while (rank < marks.Length && marks[rank].Trigger <= _spent)
                rank++;
            return rank;
        }
    }

    /// <summary>
    /// Notes that the present rank is announced. The ranks above <paramref name="from"/> and up to <paramref name="to"/> are new.
    /// </summary>
    /// <returns>Whether the rank rose since the last call.</returns>
    internal bool AcknowledgeRise(out int from, out int to)
    {
        from = _toldRank;
        to = Rank;
        _toldRank = (byte)to;
        return to > from;
    }

    /// <summary>Notes that every mark that the spend has reached is announced, after the list of marks has changed.</summary>
    internal void AcknowledgeAll() => _toldRank = (byte)Rank;

    /// <summary>The mark of a rank, from 1 on; null for a portion of a limit of 0, which is not announced.</summary>
    internal BudgetMark? MarkAt(int rank, BudgetThresholds thresholds)
    {
        var mark = Marks is { } marks ? marks[rank - 1] : MarkOf((BudgetStatus)rank, thresholds);
        return !Limit.IsZero || mark.Threshold is null ? mark : null;
    }

    private static BudgetMark MarkOf(BudgetStatus status, BudgetThresholds thresholds) => new(
        Trigger: default,
        status switch { BudgetStatus.Warning75 => thresholds.Warning75, BudgetStatus.Warning90 => thresholds.Warning90, _ => null },
        status,
        IsAlert: false);

    private Money TriggerAfterSpent()
    {
        if (Marks is not { } marks || Limit.IsZero)
            return _limit.TriggerAfter(Status);
        var rank = Rank;
        return rank < marks.Length ? marks[rank].Trigger : Money.Max;
    }
}
