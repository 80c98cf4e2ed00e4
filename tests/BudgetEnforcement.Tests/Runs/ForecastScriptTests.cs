using BudgetEnforcement.Tests.WaitingForRoom;

namespace BudgetEnforcement.Tests.Runs;

/// <summary>What a forecast makes of spend, time and progress, without and with periods; the day has twelve hours left.</summary>
public sealed class ForecastScriptTests
{
    private const ForecastStatus Unknown = ForecastStatus.NotEnoughProgress;
    private const ForecastStatus Within = ForecastStatus.WithinBudget;
    private const ForecastStatus Over = ForecastStatus.OverBudget;

    public static TheoryData<string> Names => [.. Scripts.Keys];

    private static Dictionary<string, ForecastScript> Scripts { get; } = new()
    {
        ["a pace that fits"] = new(() => Limit(100m).Spend(20m), 0.25, Within, 80m, 4),
        ["a pace that does not fit, long before any threshold"] = new(() => Limit(100m).Spend(10m), 0.05, Over, 200m, 9),
        ["a projection of exactly the limit"] = new(() => Limit(100m).Spend(50m), 0.5, Within, 100m, 1),
        ["nothing spent"] = new(() => Limit(100m).Spend(0m), 0.5, Unknown, null, null),
        ["no time passed"] = new(() => Limit(100m).Spend(1m, hours: 0), 0.5, Unknown, null, null),
        ["no progress"] = new(() => Limit(100m).Spend(20m), 0, Unknown, null, 4),
        ["too little progress"] = new(() => Limit(100m).Spend(20m), 0.0099, Unknown, null, 4),
        ["the least progress"] = new(() => Limit(100m).Spend(0.99m), BudgetForecaster.LeastProgress, Within, 99m, 99.01 / 0.99),
        ["all done"] = new(() => Limit(100m).Spend(100m), 1, Within, 100m, 0),
        ["all done, past the limit"] = new(() => Limit(100m).Spend(150m), 1, Over, 150m, 0),
        ["a resumed run goes by what is done since"] =
            new(() => new ForecastScene(100m, initialSpent: 60m, initialProgress: 0.6).Spend(5m), 0.7, Within, 80m, 7),
        ["money set aside is no room"] = new(() => Limit(100m, setAside: 0.01m).Spend(50m), 0.5, Over, 100m, 49.99 / 50),
        ["more set aside than the limit"] = new(() => Limit(100m, setAside: decimal.MaxValue).Spend(1m), 0.5, Over, 2m, 0),
        ["a pending cost counts as spent"] = new(() => Limit(100m).Spend(10m), 0.25, Within, 80m, 4, Pending: 10m),
        ["money held for the work is room for it"] = new(() => Limit(100m).Spend(50m).Do(it => it.Budget.Reserve(50m)), 0.5, Within, 100m, 1),
        ["somebody waits, which takes no room"] = new(() => Limit(100m).Spend(20m).Do(it => it.Budget.Ask(90m)), 0.5, Within, 40m, 4),
        ["no room in the parent"] =
            new(() => new ForecastScene(1000m, rootLimit: 100m).Do(it => it.Root.AddCost(60m)).Spend(20m), 0.25, Over, 80m, 1),
        ["progress below the start compares from there"] =
            new(() => new ForecastScene(100m, initialProgress: 0.5).Spend(10m).Report(0.25).Spend(10m), 0.5, Within, 40m, 8),
        ["a limit that is too low"] = new(() => Limit(100m).Spend(60m), 0.5, Over, 120m, 40d / 60),
        ["a limit that was raised"] =
            new(() => Limit(100m).Spend(60m).Report(0.5).Do(it => it.Budget.UpdateLimit(120m)), 0.5, Within, 120m, 1),
        ["no limit at all"] = new(() => Limit(0m).Spend(1m), 0.5, Over, 2m, 0),
        ["the smallest spend under the largest limit"] =
            new(() => Limit(decimal.MaxValue).Spend(Budgets.Unit), 0.5, Within, 2 * Budgets.Unit, null),

        ["a reset to below the start"] =
            new(() => new ForecastScene(100m, initialSpent: 50m).Spend(10m).Report(0.2).Reset().Report(0.2).Spend(10m), 0.4, Within, 40m, 9),
        ["a reset of one that began at nothing"] =
            new(() => Limit(100m).Spend(50m).Report(0.5).Reset().Report(0.5).Spend(20m), 0.6, Within, 100m, 4),
        ["a new period"] = new(() => Daily(100m).Spend(50m).Report(0.5).Wait(days: 1).Report(0.5).Spend(20m), 0.6, Within, 100m, 4),

        ["a pace that each day holds"] = new(() => Daily(10m).Spend(1m, hours: 3), 1 / 24d, Within, 24m, null),
        ["a pace above the limit of a day"] = new(() => Daily(10m).Spend(1.5m, hours: 3), 1 / 24d, Over, 36m, null),
        ["a pace that today does not hold"] = new(() => Daily(10m).Spend(7m, hours: 0).Spend(1m, hours: 3), 1 / 24d, Over, 192m, 0.75),
        ["a pace of exactly the limit a day"] = new(() => Daily(24m).Spend(7m, hours: 7), 7 / 72d, Within, 72m, null),
        ["done before the day ends, and too little left of it"] = new(() => Daily(10m).Spend(6m, hours: 3), 0.5, Over, 12m, 2),
        ["done before the day ends, and enough left of it"] = new(() => Daily(12m).Spend(6m, hours: 3), 0.5, Within, 12m, 3),
        ["a day on which clocks are put back has room for 24 of its 25 hours"] =
            new(() => Daily(24m, start: "2026-10-24T10:00Z", zone: "Europe/Berlin").Spend(1m), 1 / 72d, Over, 72m, null),
        ["work that lasts past all calendars"] = new(() => Daily(10m, start: "9999-06-01T00:00Z").Spend(0.0001m), 0.01, Within, 0.01m, null),
        ["under a parent without a period"] =
            new(() => new ForecastScene(10m, period: BudgetPeriod.Daily, rootLimit: 20m).Spend(1m, hours: 3), 1 / 24d, Over, 24m, 57),
        ["under a parent with a period"] = new(() => UnderDaily(24m).Spend(1m, hours: 3), 1 / 24d, Within, 24m, 69),
        ["others hold something of each day"] =
            new(() => UnderDaily(1000m).Spend(1m, hours: 3).Do(it => it.Root.Reserve(2.5m)), 1 / 24d, Over, 24m, 2997),
        ["what is set aside leaves enough of each day"] =
            new(() => Daily(10m, setAside: 2m).Spend(1m, hours: 3), 1 / 24d, Within, 24m, null),
        ["what is set aside leaves too little of each day"] =
            new(() => Daily(10m, setAside: 2.01m).Spend(1m, hours: 3), 1 / 24d, Over, 24m, null),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Report_AfterAScript_ForecastsIt(string name)
    {
        var script = Scripts[name];

        var scene = script.Play();
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

    private static ForecastScene Limit(decimal limit, decimal setAside = 0m) => new(limit, setAside: setAside);

    private static ForecastScene Daily(decimal limit, decimal setAside = 0m, string? start = null, string zone = "UTC") =>
        new(limit, period: BudgetPeriod.Daily, setAside: setAside, start: start, zone: zone);

    private static ForecastScene UnderDaily(decimal limit) => new(limit, rootLimit: 10m, rootPeriod: BudgetPeriod.Daily);

    /// <summary>What is done, and the progress; the status, the projected total and the hours to the exhaustion.</summary>
    private sealed record ForecastScript(
        Func<ForecastScene> Play, double Progress, ForecastStatus Status, decimal? Total, double? HoursLeft, decimal Pending = 0m);
}
