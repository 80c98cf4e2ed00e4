namespace BudgetEnforcement.Soak.Scenarios;

/// <summary>Budgets, meters and waiters on a <see cref="HostileClock"/>: either a thing is done or it is not, and every cost is recorded.</summary>
internal static class BrokenClock
{
    private static readonly CostMeterOptions Shortest = new() { Slice = CostMeterOptions.ShortestSlice };

    internal static async Task RunAsync(Churn churn)
    {
        var clock = new HostileClock(churn.World.Clock.Timers, new Random(churn.Random.Next()));
        var root = new BudgetEnforcer(new BudgetOptions { Limit = 1000m, MaxWaiters = 4 }, new UnreliableLogger(), clock);
        var job = root.CreateChild(new BudgetOptions { Limit = 1m });
        var daily = Until(() => root.CreateChild(new BudgetOptions
        {
            Limit = 1m, Period = BudgetPeriod.Daily, MaxWaiters = 4, MaxWait = TimeSpan.FromMilliseconds(20),
        }));
        var (ended, recorded, meters) = (new Ledger(), new Ledger(), new List<CostMeter>());
        daily.PeriodEnded += (_, period) => ended.Add(period.Report.Spent);
        for (var i = 0; i < 60; i++)
            await StepAsync(churn, job, daily, recorded, meters);
        foreach (var meter in meters)
            await meter.DisposeAsync();
        clock.IsHostile = false;

        var metered = meters.Sum(meter => meter.Cost);
        churn.Findings.Require(job.Spent == metered, "what meters cost is recorded, whatever the clock does", $"{job.Spent}, not {metered}");
        await churn.RequireSoonAsync(
            () => ended.Units + Ledger.UnitsOf(daily.Spent) == recorded.Units, "all periods together are what was recorded", () => $"{ended.Units} units before, now {daily}, recorded {recorded.Units}");
        churn.Findings.Require(Ledger.UnitsOf(root.Spent) == Ledger.UnitsOf(metered) + recorded.Units, "a root counts what is spent below", root);
        churn.Findings.Require(root.GetStatus() is { OpenReservations: 0, Reserved: 0m }, "nothing is left that is held", root.GetStatus());
        await LetTimersGoAsync(root);
        churn.ExpectDropped(root);
    }

    private static async Task StepAsync(Churn churn, BudgetEnforcer job, BudgetEnforcer daily, Ledger recorded, List<CostMeter> meters)
    {
        var cost = churn.Amount();
        switch (churn.Random.Next(7))
        {
            case 0 when meters.Count < 4:
                Try(churn, () => meters.Add(job.StartMeter(Metering.Rate(churn), Shortest)));
                break;
            case 1 when meters.Count > 0:
                var meter = meters[churn.Random.Next(meters.Count)];
                Try(churn, churn.Random.Next(4) switch
                {
                    0 => meter.Pause,
                    1 => () => meter.ChangeRate(Metering.Rate(churn)),
                    2 => meter.Dispose,
                    _ => meter.Resume,
                });
                break;
            case 2:
                await TryReserveAsync(churn, daily, recorded, cost);
                break;
            case 3:
                await churn.DelayAsync(20);
                break;
            case 4 when daily.TryReserve(cost, out var reservation):
                reservation.Commit(cost);
                recorded.Add(cost);
                break;
            default:
                daily.AddCost(cost); // A broken clock is no reason not to record the cost.
                recorded.Add(cost);
                ReportRules.Check(daily.GetStatus(), churn.Findings);
                break;
        }
    }

    private static async Task TryReserveAsync(Churn churn, BudgetEnforcer daily, Ledger recorded, decimal cost)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(churn.Random.Next(1, 30)), churn.World.Clock);
        try
        {
            using var reservation = await daily.ReserveAsync(churn.OneIn(2) ? 0.9m : cost, patience.Token);
            if (churn.OneIn(2))
                return;
            reservation.Commit(cost);
            recorded.Add(cost);
        }
        catch (Exception exception) when (exception is InvalidOperationException or OperationCanceledException or BudgetExceededException)
        {
            churn.Findings.Count($"waits on a broken clock: {exception.GetType().Name}");
        }
    }

    private static void Try(Churn churn, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is InvalidOperationException or BudgetExceededException)
        {
            churn.Findings.Count($"meters on a broken clock: {exception.GetType().Name}");
        }
    }

    private static T Until<T>(Func<T> make)
    {
        while (true)
        {
            try
            {
                return make();
            }
            catch (InvalidOperationException)
            {
                // The clock is read to know when the period ends; without that there is no budget.
            }
        }
    }

    // A timer that could not be disposed of, as the clock could not be read, goes with the next change.
    private static async Task LetTimersGoAsync(BudgetEnforcer root)
    {
        root.StartMeter(0m).Dispose();
        using var held = root.Reserve(root.Available);
        using var patience = new CancellationTokenSource();
        var waiting = root.ReserveAsync(1m, patience.Token);
        await patience.CancelAsync();
        await waiting.AsTask().ContinueWith(static _ => { }, TaskScheduler.Default);
    }
}
