using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests;

/// <summary>Portions of the limit, beside the two thresholds, that are announced too.</summary>
public class AlertTests
{
    private readonly FakeLogger<BudgetEnforcer> _log = new();
    private readonly List<(decimal? Threshold, BudgetStatus Status)> _told = [];

    [Fact]
    public void AddCost_UpThroughAllAlerts_TellsEachOnceInOrderWithItsPortion()
    {
        var budget = Alerting(100m, 0.5m, 1.0m, 1.2m);

        for (var i = 0; i < 130; i++)
            budget.AddCost(1m);

        _told.Should().Equal(
            (0.5m, BudgetStatus.Ok), (0.75m, BudgetStatus.Warning75), (0.9m, BudgetStatus.Warning90), (1.0m, BudgetStatus.Warning90),
            (null, BudgetStatus.Exceeded), (1.2m, BudgetStatus.Exceeded));
    }

    [Fact]
    public void AddCost_AlertEqualToAThreshold_IsToldOnceAndAsTheThreshold()
    {
        Alerting(100m, 0.75m, 0.90m).AddCost(95m);

        _told.Should().Equal((0.75m, BudgetStatus.Warning75), (0.9m, BudgetStatus.Warning90));
        _log.Collector.GetSnapshot().Should().NotContain(record => record.Id.Name == "AlertReached");
    }

    [Fact]
    public void AddCost_PastAPortionThatHasNoPercentage_TellsIt()
    {
        var budget = Alerting(1m, decimal.MaxValue);

        budget.AddCost(decimal.MaxValue).Should().Be(BudgetStatus.Exceeded);

        _told.Should().EndWith((decimal.MaxValue, BudgetStatus.Exceeded));
    }

    [Fact]
    public void Options_ChangedAfterwards_ChangeNothing()
    {
        var options = new BudgetOptions { Limit = 100m, AlertAt = { 0.5m } };
        var budget = Listen(new BudgetEnforcer(options));
        options.AlertAt.Clear();
        options.AlertAt.Add(0.1m);

        budget.AddCost(60m);

        _told.Select(told => told.Threshold).Should().Equal(0.5m);
    }

    [Fact]
    public void Reconfigure_AnotherList_TellsNothingTwiceAndArmsWhatIsAbove()
    {
        var budget = Alerting(100m);
        budget.AddCost(80m);
        _told.Clear();

        budget.Reconfigure(new BudgetOptions { Limit = 100m, AlertAt = { 0.5m, 0.85m } }, appliesLimit: false, now: 0);
        budget.AddCost(11m);
        _told.Should().Equal((0.85m, BudgetStatus.Warning75), (0.9m, BudgetStatus.Warning90));
        budget.Reconfigure(new BudgetOptions { Limit = 100m }, appliesLimit: false, now: 0);
        budget.AddCost(10m);

        _told.Skip(2).Should().Equal((null, BudgetStatus.Exceeded));
    }

    [Fact]
    public void Reconfigure_AnotherListAndALowerLimit_TellsWhatTheLimitCrosses()
    {
        var crossings = new System.Collections.Concurrent.ConcurrentQueue<decimal?>();
        var budget = new BudgetEnforcer(1000m);
        budget.ThresholdCrossed += (_, crossing) => crossings.Enqueue(crossing.Threshold);
        budget.AddCost(80m);

        budget.Reconfigure(new BudgetOptions { Limit = 100m, AlertAt = { 0.05m, 0.5m } }, appliesLimit: true, now: 0);

        // A reload tells nothing itself. Of 1,000, the 80 had passed the first alert when it came.
        Waiting.Until(() => crossings.Count == 2);
        crossings.Should().Equal(0.5m, 0.75m);
    }

    [Fact]
    public void Report_OfAnAlert_IsThatOfItsInstant()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Name = "job", Limit = 100m, AlertAt = { 0.5m } }, _log);
        BudgetReport? told = null;
        budget.ThresholdCrossed += (_, crossing) => told = crossing.Report;

        budget.AddCost(60m);

        told.Should().Be(budget.GetStatus());
        var record = _log.Collector.GetSnapshot().Should().ContainSingle(entry => entry.Id.Name == "AlertReached").Which;
        record.Level.Should().Be(LogLevel.Warning);
        record.GetStructuredStateValue("BudgetName").Should().Be("job");
        Text.Decimal(record.GetStructuredStateValue("Percentage")!).Should().Be(50m);
        Text.Decimal(record.GetStructuredStateValue("Spent")!).Should().Be(60m);
    }

    [Fact]
    public void EventArgs_MadeByUsers_HaveWhatWasGiven()
    {
        var report = Budgets.Named("job", 100m).GetStatus();

        new BudgetThresholdCrossedEventArgs(BudgetStatus.Ok, 0.5m, report).Should().Match<BudgetThresholdCrossedEventArgs>(
            crossing => crossing.Status == BudgetStatus.Ok && crossing.Threshold == 0.5m && crossing.Report == report);
        new BudgetThresholdCrossedEventArgs(BudgetStatus.Exceeded, null, report).Threshold.Should().BeNull();
        new BudgetPeriodEndedEventArgs(report).Report.Should().Be(report);
    }

    private BudgetEnforcer Alerting(decimal limit, params decimal[] portions)
    {
        var options = new BudgetOptions { Limit = limit };
        foreach (var portion in portions)
            options.AlertAt.Add(portion);
        return Listen(new BudgetEnforcer(options, _log));
    }

    private BudgetEnforcer Listen(BudgetEnforcer budget)
    {
        budget.ThresholdCrossed += (_, crossing) => _told.Add((crossing.Threshold, crossing.Status));
        return budget;
    }
}
