namespace BudgetEnforcement;

/// <summary>The check of the projected cost of a run before it starts.</summary>
/// <remarks>
/// A cost that fits at once is accepted. Otherwise the check asks each budget of the path. A budget without a period must have room for all
/// of the cost. A budget with a period must have room for the part of each period, where the rate tells how long the run takes. Without a
/// rate the run may take long enough, so a budget with a period does not refuse it, and a warning is logged.
/// </remarks>
internal sealed class ProjectedRun
{
    private readonly BudgetEnforcer _budget;
    private readonly decimal _cost;
    private readonly decimal _landingReserve;
    private readonly double? _seconds;

    internal ProjectedRun(BudgetEnforcer budget, decimal cost, decimal landingReserve, decimal? ratePerHour)
    {
        _budget = budget;
        _cost = cost;
        _landingReserve = landingReserve;
        _seconds = ratePerHour > 0 ? (double)cost / (double)ratePerHour.Value * 3600 : null;
    }

    private decimal Required => Saturating.Sum(_cost, _landingReserve);

    /// <summary>Why the run must not start; null where it fits, or may fit, which is logged.</summary>
    internal BudgetCheck? FindRefusal(ProjectionPolicy policy)
    {
        var check = _budget.CheckBudgetAvailable(Required);
        if (check.IsAvailable)
            return null;

        // If there is room, waiters or a closed budget refuse the cost, and time does not change that.
        var hasRoom = check.Status != BudgetStatus.Exceeded;
        var (refusal, doubt) = hasRoom ? (check.For(BudgetPurpose.ProjectedCost), null) : AskEachBudget();
        if (refusal is not null && policy == ProjectionPolicy.Refuse)
            return refusal;
        if ((refusal ?? doubt) is { } told)
            RunLog.ProjectionDoesNotFit(_budget.Logger, told.BudgetName, _cost, told.Currency, told.Available);
        return null;
    }

    /// <returns>
    /// The refusal of the tightest budget that has too little room, and the refusal of the tightest budget that may have too little, which
    /// is only a doubt.
    /// </returns>
    private (BudgetCheck? Refusal, BudgetCheck? Doubt) AskEachBudget()
    {
        var now = _budget.TimeProvider.GetUtcNow();
        var levels = _budget.GetPathLevels();
        var path = _budget.GetPath();
        int? refusing = null, doubtful = null;
        for (var i = 0; i < path.Count; i++)
        {
            var room = RoomOf(path[i], levels[i].Calendar, now);
            if (room.HasPeriod && _seconds is null)
                doubtful = !room.HoldsNow(_cost, 0) && IsTighter(path, i, doubtful) ? i : doubtful;
            else
                refusing = !Holds(room) && IsTighter(path, i, refusing) ? i : refusing;
        }

        return (CheckOf(refusing), CheckOf(doubtful));

        BudgetCheck? CheckOf(int? index) =>
            index is { } i ? CheckOfOne(path[i], canHoldLater: RoomOf(path[i], levels[i].Calendar, now).HoldsLater(_cost, _seconds ?? 0)) : null;
    }

    private bool Holds(in PacedRoom room) => room.HoldsNow(_cost, _seconds ?? 0) && room.HoldsLater(_cost, _seconds ?? 0);

    // The run holds the landing reserve all the time. What is held already is held by others.
    private PacedRoom RoomOf(in BudgetReport report, PeriodCalendar? calendar, DateTimeOffset now)
    {
        var later = Saturating.Difference(Saturating.Difference(report.Limit, PathReports.HeldOf(report)), _landingReserve);
        return new PacedRoom(Saturating.Difference(PathReports.RoomOf(report), _landingReserve), later, report, calendar, now);
    }

    private static bool IsTighter(IReadOnlyList<BudgetReport> path, int index, int? other) =>
        other is not { } i || PathReports.RoomOf(path[index]) < PathReports.RoomOf(path[i]);

    private BudgetCheck CheckOfOne(in BudgetReport report, bool canHoldLater)
    {
        var hasPeriod = report.PeriodEnd is not null;
        var canFit = hasPeriod ? canHoldLater : Required <= report.Limit;
        var isHeldElsewhere = Required <= Saturating.Difference(report.Remaining, report.Reserved);
        return new BudgetCheck
        {
            BudgetName = report.Name,
            Currency = report.Currency,
            RequiredAmount = Required,
            Status = BudgetStatus.Exceeded,
            Reason = isHeldElsewhere ? BudgetRefusalReason.HeldElsewhere : canFit ? BudgetRefusalReason.NoRoom : BudgetRefusalReason.NeverFits,
            Limit = report.Limit,
            Spent = report.Spent,
            Reserved = report.Reserved,
            Available = Math.Max(PathReports.RoomOf(report), 0m),
            PeriodEnd = report.PeriodEnd,
            RetryAt = hasPeriod && canFit ? report.PeriodEnd : null,
            Purpose = BudgetPurpose.ProjectedCost,
        };
    }
}
