using static BudgetEnforcement.Aot.Checks;

namespace BudgetEnforcement.Aot;

/// <summary>Limits that change, alerts, tokens, periods and ends.</summary>
internal static class Limits
{
    internal static void Run()
    {
        Adjust();
        Alert();
        CancelTokens();
        EndPeriods();
        Close();
    }

    private static void Adjust()
    {
        var budget = new BudgetEnforcer(10m);
        Expect("top-up", budget.AdjustLimit(5m) == 15m && budget.AdjustLimit(-10m) == 5m && budget.Limit == 5m);
        Expect("refused with a check", !budget.TryAddCost(6m, out var check) && check is { Reason: BudgetRefusalReason.NeverFits, RequiredAmount: 6m, Available: 5m });
        Expect("held with a check", budget.TryReserve(2m, out var reservation, out check) && check is { IsAvailable: true, Reason: BudgetRefusalReason.None });
        using (reservation)
            reservation!.Commit();
        Expect("refund", budget.TryRefund(1m) && !budget.TryRefund(2m));
        Expect("what ended", budget.Reset() is { Spent: 1m, Resets: 0, OpenReservations: 0, IsExceeded: false } && budget.Available == 5m);
    }

    private static void Alert()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 10m, AlertAt = { 0.5m, 1.0m, 1.2m } });
        var told = new List<decimal?>();
        budget.ThresholdCrossed += (sender, crossing) => told.Add(sender == budget ? crossing.Threshold : -1m);
        budget.AddCost(12m);
        Expect("alerts", told.SequenceEqual([0.5m, 0.75m, 0.9m, 1.0m, null, 1.2m]));
        var own = new BudgetThresholdCrossedEventArgs(BudgetStatus.Ok, 0.5m, new BudgetReport { Limit = 10m, Spent = 5m });
        Expect("made by users", (own.Status, own.Threshold, own.Report.Remaining, own.Report.UtilizationPercentage) == (BudgetStatus.Ok, 0.5m, 5m, 50m));
    }

    private static void CancelTokens()
    {
        var parent = new BudgetEnforcer(1m);
        var child = parent.CreateChild(new BudgetOptions { Limit = 10m });
        using var source = child.CreateLinkedTokenSource();
        using var outer = new CancellationTokenSource();
        using var linked = child.CreateLinkedTokenSource(outer.Token);
        outer.Cancel();
        Expect("outer token", linked.IsCancellationRequested && !source.IsCancellationRequested);
        parent.AddCost(2m);
        Expect("linked source", source.IsCancellationRequested && child.GetStatus() is { IsExceeded: false, PathStatus: BudgetStatus.Exceeded });
    }

    private static void EndPeriods()
    {
        var clock = new DayClock();
        var budget = new BudgetEnforcer(
            new BudgetOptions { Limit = 10m, Period = BudgetPeriod.Daily, TimeZoneId = "Europe/Berlin", InitialSpent = 3m, InitialSpentAt = clock.GetUtcNow() },
            timeProvider: clock);
        var ended = new List<BudgetReport>();
        budget.PeriodEnded += (_, period) => ended.Add(period.Report);
        budget.AddCost(1m);
        clock.Days++;
        Expect("period", budget is { Spent: 0m } && ended is [{ Spent: 4m }] && budget.TimeProvider == clock && budget.GetStatus().Resets == 1);
        Expect("made by users", new BudgetPeriodEndedEventArgs(ended[0]).Report == ended[0]);
    }

    private static void Close()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Name = "closed", Limit = 10m });
        var reservation = budget.Reserve(1m);
        budget.Close();
        Expect("closed", budget.CheckBudgetAvailable(0m).Reason == BudgetRefusalReason.Closed);
        reservation.Commit(1m);
        Expect("late commit", budget.Spent == 1m);
    }

    private sealed class DayClock : TimeProvider
    {
        internal int Days { get; set; }

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddDays(Days);
    }
}
