namespace BudgetEnforcement.Soak.Scenarios;

/// <summary>Time that costs money while days end: each cost is in one period, so that all periods together are what was recorded.</summary>
internal static class Periods
{
    private static readonly TimeSpan LongerThanASlice = CostMeterOptions.ShortestSlice * 2;

    internal static async Task RunAsync(Churn churn)
    {
        var clock = new SoakClock(churn.World.Clock.Timers);
        var root = new BudgetEnforcer(new BudgetOptions { Limit = 1000m, Period = BudgetPeriod.Daily }, new UnreliableLogger(), clock);
        var job = root.CreateChild(new BudgetOptions { Limit = 1000m, Period = churn.OneIn(2) ? BudgetPeriod.Daily : BudgetPeriod.None });
        var ended = new Ledger();
        root.PeriodEnded += (_, period) =>
        {
            ReportRules.Check(period.Report, churn.Findings);
            ended.Add(period.Report.Spent);
        };
        var costs = 0m;
        var meter = job.StartMeter(Metering.Rate(churn), new CostMeterOptions { Slice = CostMeterOptions.ShortestSlice });
        for (var i = churn.Random.Next(2, 8); i > 0; i--)
        {
            await churn.DelayAsync(60);
            switch (churn.Random.Next(5))
            {
                case 0:
                    meter.ChangeRate(Metering.Rate(churn));
                    break;
                case 1:
                    meter.Pause();
                    break;
                case 2:
                    var cost = churn.Amount();
                    costs += cost;
                    job.AddCost(cost);
                    break;
                default:
                    clock.Advance(TimeSpan.FromHours(churn.Random.Next(1, 40)));
                    meter.Resume();
                    break;
            }
        }

        // A day that ended early was charged ahead, and that time has to pass first.
        meter.Resume();
        await Task.Delay(LongerThanASlice, churn.World.Clock);
        await meter.DisposeAsync();
        var recorded = Ledger.UnitsOf(meter.Cost + costs);
        await churn.RequireSoonAsync(
            () => ended.Units + Ledger.UnitsOf(root.Spent) == recorded, "all periods together are what was recorded", () => $"{ended.Units} units before, now {root}, recorded {recorded}");
        churn.Findings.Require(root.Reserved == 0m, "a meter that is disposed of holds nothing", root);
        churn.ExpectDropped(root);
    }
}
