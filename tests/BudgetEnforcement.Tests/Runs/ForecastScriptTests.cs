namespace BudgetEnforcement.Tests.Runs;

/// <summary>What a forecast makes of spend, time and progress, without and with periods; the day has twelve hours left.</summary>
public sealed class ForecastScriptTests
{
    private const ForecastStatus Unknown = ForecastStatus.NotEnoughProgress;
    private const ForecastStatus Within = ForecastStatus.WithinBudget;
    private const ForecastStatus Over = ForecastStatus.OverBudget;

    public static TheoryData<string> Names => [.. Scripts.Keys];

    /// <summary>The limit, what is done, the progress; the status, the projected total and the hours to the exhaustion.</summary>
    private static Dictionary<string, ForecastScript> Scripts { get; } = new()
    {
        ["a pace that fits"] = new(100m, it => it.Spend(20m, 1), 0.25, Within, 80m, 4),
        ["a pace that does not fit, long before any threshold"] = new(100m, it => it.Spend(10m, 1), 0.05, Over, 200m, 9),
        ["a projection of exactly the limit"] = new(100m, it => it.Spend(50m, 1), 0.5, Within, 100m, 1),
        ["nothing spent"] = new(100m, it => it.Spend(0m, 1), 0.5, Unknown, null, null),
        ["no time passed"] = new(100m, it => it.Spend(1m, 0), 0.5, Unknown, null, null),
        ["no progress"] = new(100m, it => it.Spend(20m, 1), 0, Unknown, null, 4),
        ["too little progress"] = new(100m, it => it.Spend(20m, 1), 0.0099, Unknown, null, 4),
        ["the least progress"] = new(100m, it => it.Spend(0.99m, 1), BudgetForecaster.LeastProgress, Within, 99m, 99.01 / 0.99),
        ["all done"] = new(100m, it => it.Spend(100m, 1), 1, Within, 100m, 0),
        ["all done, past the limit"] = new(100m, it => it.Spend(150m, 1), 1, Over, 150m, 0),
        ["a resumed run goes by what is done since"] = new(100m, it => it.Spend(5m, 1), 0.7, Within, 80m, 7) { InitialSpent = 60m, InitialProgress = 0.6 },
        ["money set aside is no room"] = new(100m, it => it.Spend(50m, 1), 0.5, Over, 100m, 49.99 / 50) { SetAside = 0.01m },
        ["more set aside than the limit"] = new(100m, it => it.Spend(1m, 1), 0.5, Over, 2m, 0) { SetAside = decimal.MaxValue },
        ["a pending cost counts as spent"] = new(100m, it => it.Spend(10m, 1), 0.25, Within, 80m, 4) { Pending = 10m },
        ["money held for the work is room for it"] = new(100m, it => { it.Spend(50m, 1); it.Budget.Reserve(50m); }, 0.5, Within, 100m, 1),
        ["no room in the parent"] = new(1000m, it => { it.Root.AddCost(60m); it.Spend(20m, 1); }, 0.25, Over, 80m, 1) { RootLimit = 100m },
        ["progress below the start compares from there"] = new(100m, it => { it.Spend(10m, 1); it.Report(0.25); it.Spend(10m, 1); }, 0.5, Within, 40m, 8) { InitialProgress = 0.5 },
        ["a limit that is too low"] = new(100m, it => it.Spend(60m, 1), 0.5, Over, 120m, 40d / 60),
        ["a limit that was raised"] = new(100m, it => { it.Spend(60m, 1); it.Report(0.5); it.Budget.UpdateLimit(120m); }, 0.5, Within, 120m, 1),
        ["no limit at all"] = new(0m, it => it.Spend(1m, 1), 0.5, Over, 2m, 0),
        ["the smallest spend under the largest limit"] = new(decimal.MaxValue, it => it.Spend(Budgets.Unit, 1), 0.5, Within, 2 * Budgets.Unit, null),

        ["a reset to below the start"] = new(100m, it => { it.Spend(10m, 1); it.Report(0.2); it.Budget.Reset(); it.Report(0.2); it.Spend(10m, 1); }, 0.4, Within, 40m, 9) { InitialSpent = 50m },
        ["a reset of one that began at nothing"] = new(100m, it => { it.Spend(50m, 1); it.Report(0.5); it.Budget.Reset(); it.Report(0.5); it.Spend(20m, 1); }, 0.6, Within, 100m, 4),
        ["a new period"] = new(100m, it => { it.Spend(50m, 1); it.Report(0.5); it.Clock.Advance(TimeSpan.FromDays(1)); it.Report(0.5); it.Spend(20m, 1); }, 0.6, Within, 100m, 4) { Period = BudgetPeriod.Daily },

        ["a pace that each day holds"] = new(10m, it => it.Spend(1m, 3), 1 / 24d, Within, 24m, null) { Period = BudgetPeriod.Daily },
        ["a pace above the limit of a day"] = new(10m, it => it.Spend(1.5m, 3), 1 / 24d, Over, 36m, null) { Period = BudgetPeriod.Daily },
        ["a pace that today does not hold"] = new(10m, it => { it.Budget.AddCost(7m); it.Spend(1m, 3); }, 1 / 24d, Over, 192m, 0.75) { Period = BudgetPeriod.Daily },
        ["a pace of exactly the limit a day"] = new(24m, it => it.Spend(7m, 7), 7 / 72d, Within, 72m, null) { Period = BudgetPeriod.Daily },
        ["done before the day ends, and too little left of it"] = new(10m, it => it.Spend(6m, 3), 0.5, Over, 12m, 2) { Period = BudgetPeriod.Daily },
        ["done before the day ends, and enough left of it"] = new(12m, it => it.Spend(6m, 3), 0.5, Within, 12m, 3) { Period = BudgetPeriod.Daily },
        ["under a parent without a period"] = new(10m, it => it.Spend(1m, 3), 1 / 24d, Over, 24m, 57) { Period = BudgetPeriod.Daily, RootLimit = 20m },
        ["under a parent with a period"] = new(24m, it => it.Spend(1m, 3), 1 / 24d, Within, 24m, 69) { RootLimit = 10m, RootPeriod = BudgetPeriod.Daily },
        ["others hold something of each day"] = new(1000m, it => { it.Spend(1m, 3); it.Root.Reserve(2.5m); }, 1 / 24d, Over, 24m, 2997) { RootLimit = 10m, RootPeriod = BudgetPeriod.Daily },
        ["what is set aside leaves enough of each day"] = new(10m, it => it.Spend(1m, 3), 1 / 24d, Within, 24m, null) { Period = BudgetPeriod.Daily, SetAside = 2m },
        ["what is set aside leaves too little of each day"] = new(10m, it => it.Spend(1m, 3), 1 / 24d, Over, 24m, null) { Period = BudgetPeriod.Daily, SetAside = 2.01m },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Report_AfterAScript_ForecastsIt(string name)
    {
        var script = Scripts[name];
        var scene = new ForecastScene(script);

        script.Do(scene);
        var forecast = scene.Forecaster.Report(script.Progress, script.Pending);

        forecast.Status.Should().Be(script.Status);
        ShouldBeAbout((double?)forecast.ProjectedTotal, (double?)script.Total);
        ShouldBeAbout(forecast.TimeToExhaustion?.TotalHours, script.HoursLeft);
        (forecast.ExhaustedAt - scene.Clock.GetUtcNow()).Should().Be(forecast.TimeToExhaustion);
    }

    private static void ShouldBeAbout(double? value, double? expected)
    {
        value.HasValue.Should().Be(expected.HasValue);
        if (expected is { } number)
            value!.Value.Should().BeApproximately(number, 1e-6 * Math.Max(number, 1e-22));
    }

    private sealed record ForecastScript(decimal Limit, Action<ForecastScene> Do, double Progress, ForecastStatus Status, decimal? Total, double? HoursLeft)
    {
        internal BudgetPeriod Period { get; init; }

        internal decimal InitialSpent { get; init; }

        internal double InitialProgress { get; init; }

        internal decimal SetAside { get; init; }

        internal decimal Pending { get; init; }

        internal decimal RootLimit { get; init; } = decimal.MaxValue;

        internal BudgetPeriod RootPeriod { get; init; }
    }

    private sealed class ForecastScene
    {
        internal ForecastScene(ForecastScript script)
        {
            Root = new BudgetEnforcer(new BudgetOptions { Limit = script.RootLimit, Period = script.RootPeriod }, timeProvider: Clock);
            Budget = Root.CreateChild(new BudgetOptions { Limit = script.Limit, Period = script.Period, InitialSpent = script.InitialSpent });
            Forecaster = new BudgetForecaster(Budget, script.InitialProgress, script.SetAside);
        }

        internal ManualClock Clock { get; } = new();

        internal BudgetEnforcer Root { get; }

        internal BudgetEnforcer Budget { get; }

        internal BudgetForecaster Forecaster { get; }

        internal void Spend(decimal amount, double hours)
        {
            Clock.Advance(TimeSpan.FromHours(hours));
            Budget.AddCost(amount);
        }

        internal void Report(double progress) => Forecaster.Report(progress);
    }
}
