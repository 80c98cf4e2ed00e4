namespace BudgetEnforcement;

/// <content>What is worth telling of a rise. Marks are ranked in the order in which spend reaches them: without alerts, by the status.</content>
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
                return _status == 0 ? 0 : marks.Length; // No portion of nothing means anything.
            var rank = 0;
            while (rank < marks.Length && marks[rank].Trigger <= _spent)
                rank++;
            return rank;
        }
    }

    /// <summary>Takes note that the present rank is told, and yields where the telling starts and ends.</summary>
    /// <returns>Whether the rank rose since the last call.</returns>
    internal bool AcknowledgeRise(out int from, out int to)
    {
        from = _toldRank;
        to = Rank;
        _toldRank = (byte)to;
        return to > from;
    }

    /// <summary>Takes note that what is announced is another list now: what the spend has reached of it counts as told.</summary>
    internal void AcknowledgeAll() => _toldRank = (byte)Rank;

    /// <summary>The mark of a rank from 1 on; null where it is not worth telling under the present limit.</summary>
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
