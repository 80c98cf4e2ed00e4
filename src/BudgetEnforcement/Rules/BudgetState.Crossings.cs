namespace BudgetEnforcement;

/// <content>
/// Finds the marks that a rise of the spend has reached. A mark ranks by the order in which spend reaches it; without alerts, by its
/// status.
/// </content>
internal sealed partial class BudgetState
{
    private BudgetMark[]? Marks => _extras?.Marks;

    /// <summary>How many marks the present spend has reached.</summary>
    private int Rank => Marks is { } marks ? RankAmong(marks, Status, _spent) : _status;

    /// <summary>
    /// Notes that the present rank is announced. The ranks above <paramref name="from"/> and up to <paramref name="to"/> are new.
    /// </summary>
    /// <returns>Whether the rank rose since the last call.</returns>
    internal bool AcknowledgeRise(out int from, out int to) => AcknowledgeRise(Rank, out from, out to);

    /// <summary>
    /// Notes the same as far as the ledger has counted. What this process has recorded since may reach more, and only the ledger knows who reaches it first.
    /// </summary>
    internal bool AcknowledgeRise(in Money counted, out int from, out int to) => AcknowledgeRise(counted < _spent ? RankAt(counted) : Rank, out from, out to);

    /// <summary>Notes that no mark that the spend has reached is to be announced: the list of marks is another one, a period has begun, or the budget was opened.</summary>
    internal void AcknowledgeAll() => _acknowledgedRank = (byte)Rank;

    /// <summary>The mark of a rank, from 1 on; null for a portion of a limit of 0, which is not announced.</summary>
    internal BudgetMark? MarkAt(int rank, BudgetThresholds thresholds)
    {
        var mark = Marks is { } marks ? marks[rank - 1] : MarkOf((BudgetStatus)rank, thresholds);
        return !Limit.IsZero || mark.Threshold is null ? mark : null;
    }

    private bool AcknowledgeRise(int rank, out int from, out int to)
    {
        (from, to) = (_acknowledgedRank, rank);
        _acknowledgedRank = (byte)to;
        return to > from;
    }

    private int RankAt(in Money spent)
    {
        var status = _limit.StatusAt(spent);
        return Marks is { } marks ? RankAmong(marks, status, spent) : (int)status;
    }

    private int RankAmong(BudgetMark[] marks, BudgetStatus status, in Money spent)
    {
        if (Limit.IsZero)
            return status == BudgetStatus.Ok ? 0 : marks.Length; // A limit of 0 has no meaningful portions.
        var rank = 0;
        while (rank < marks.Length && marks[rank].Trigger <= spent)
            rank++;
        return rank;
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
