using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests;

/// <summary>The marks on the way of the spend: the two thresholds, the limit, and the alerts that a budget has beside them.</summary>
public class CrossingTests
{
    private readonly FakeLogger<BudgetEnforcer> _log = new();
    private readonly List<string> _told = [];

    /// <summary>A limit, its alerts, a cost, how often it comes, and what is told.</summary>
    public static TheoryData<decimal, decimal[], decimal, int, string> Rises => new()
    {
        {
            100m, [0.5m, 1.0m, 1.2m], 1m, 130,
            "0.5 Ok, 0.75 Warning75, 0.90 Warning90, 1.0 Warning90, none Exceeded, 1.2 Exceeded"
        },
        { 100m, [0.75m, 0.90m], 95m, 1, "0.75 Warning75, 0.90 Warning90" },
        { 1m, [decimal.MaxValue], decimal.MaxValue, 1, $"0.75 Warning75, 0.90 Warning90, none Exceeded, {decimal.MaxValue} Exceeded" },
        { Budgets.Unit, [decimal.MaxValue], decimal.MaxValue, 1, $"0.75 Warning75, 0.90 Warning90, none Exceeded, {decimal.MaxValue} Exceeded" },
    };

    [Theory]
    [MemberData(nameof(Rises))]
    public void AddCost_PastMarks_TellsEachOnceInOrderWithItsPortion(decimal limit, decimal[] alerts, decimal cost, int times, string told)
    {
        var budget = Listen(new BudgetEnforcer(Options(limit, alerts), _log));

        for (var i = 0; i < times; i++)
            budget.AddCost(cost);

        Told.Should().Be(told);
        budget.GetStatus().Status.ToString().Should().Be(told.Split(' ')[^1]);
    }

    [Fact]
    public void AddCost_PastAnAlertAndAThreshold_TellsAndLogsBothWithTheReportOfThatInstant()
    {
        var budget = new BudgetEnforcer(Options(100m, 0.5m, 0.75m), _log);
        var told = new List<(object? Sender, BudgetReport Report)>();
        budget.ThresholdCrossed += (sender, crossing) => told.Add((sender, crossing.Report));

        budget.AddCost(80m);

        told.Should().Equal((budget, budget.GetStatus()), (budget, budget.GetStatus()));
        _log.Lines().Should().Equal(
            "Debug 5 CostRecorded BudgetName=job Amount=80 Currency=USD Spent=80.00 Limit=100.00",
            "Warning 27 AlertReached BudgetName=job Percentage=50.0 Spent=80.00 Limit=100.00 Currency=USD UtilizationPercentage=80",
            "Warning 1 ThresholdReached BudgetName=job Status=Warning75 Spent=80.00 Limit=100.00 Currency=USD UtilizationPercentage=80");
    }

    [Fact]
    public void AddCost_OnALeaf_AnnouncesEachAncestorForItself()
    {
        var root = Budgets.Named("organisation", 200m, _log);
        var division = root.Child(1000m, "division");
        var team = division.Child(150m, "team");
        var job = team.Child(100m, "job");
        var crossings = Crossings.Of(root, division, team, job);

        job.AddCost(160m);

        // A thread that is held up for a second leaves the other budgets to a work item, so only the order within each budget is sure.
        Waiting.Until(() => crossings.Told.Count == 7 && _log.Lines().Count == 8);
        BudgetStatus[] all = [BudgetStatus.Warning75, BudgetStatus.Warning90, BudgetStatus.Exceeded];
        crossings.Told.OrderBy(told => told.Name, StringComparer.Ordinal).Should().Equal(
            [.. all.Select(status => ("job", status)), ("organisation", BudgetStatus.Warning75), .. all.Select(status => ("team", status))]);
        _log.Lines("BudgetName", "Status", "Limit").OrderBy(line => line.Split(' ')[3], StringComparer.Ordinal).Should().Equal(
            "Debug 5 CostRecorded BudgetName=job Limit=100.00",
            "Warning 1 ThresholdReached BudgetName=job Status=Warning75 Limit=100.00",
            "Warning 1 ThresholdReached BudgetName=job Status=Warning90 Limit=100.00",
            "Error 2 BudgetExceeded BudgetName=job Limit=100.00",
            "Warning 1 ThresholdReached BudgetName=organisation Status=Warning75 Limit=200.00",
            "Warning 1 ThresholdReached BudgetName=team Status=Warning75 Limit=150.00",
            "Warning 1 ThresholdReached BudgetName=team Status=Warning90 Limit=150.00",
            "Error 2 BudgetExceeded BudgetName=team Limit=150.00");
    }

    [Fact]
    public void Options_ChangedAfterwards_ChangeNothing()
    {
        var options = Options(100m, 0.5m);
        var budget = Listen(new BudgetEnforcer(options));
        options.AlertAt[0] = 0.1m;

        budget.AddCost(60m);

        Told.Should().Be("0.5 Ok");
    }

    [Fact]
    public void Reconfigure_AnotherList_TellsNothingTwiceAndArmsWhatIsAbove()
    {
        var budget = Listen(new BudgetEnforcer(100m));
        budget.AddCost(80m);
        budget.Reconfigure(Options(100m, 0.5m, 0.85m), appliesLimit: false, now: 0);
        budget.AddCost(11m);
        budget.Reconfigure(Options(100m), appliesLimit: false, now: 0);
        budget.AddCost(10m);

        Told.Should().Be("0.75 Warning75, 0.85 Warning75, 0.90 Warning90, none Exceeded");
    }

    [Fact]
    public void Reconfigure_AnotherListAndALowerLimit_TellsWhatTheLimitCrosses()
    {
        var crossings = new System.Collections.Concurrent.ConcurrentQueue<decimal?>();
        var budget = new BudgetEnforcer(1000m);
        budget.ThresholdCrossed += (_, crossing) => crossings.Enqueue(crossing.Threshold);
        budget.AddCost(80m);

        budget.Reconfigure(Options(100m, 0.05m, 0.5m), appliesLimit: true, now: 0);

        // A reload tells nothing itself. Of 1,000, the 80 had passed the first alert when it came.
        Waiting.Until(() => crossings.Count == 2);
        crossings.Should().Equal(0.5m, 0.75m);
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

    private string Told => string.Join(", ", _told);

    private static BudgetOptions Options(decimal limit, params decimal[] alerts)
    {
        var options = new BudgetOptions { Name = "job", Limit = limit };
        foreach (var portion in alerts)
            options.AlertAt.Add(portion);
        return options;
    }

    private BudgetEnforcer Listen(BudgetEnforcer budget)
    {
        budget.ThresholdCrossed += (_, crossing) => _told.Add(
            FormattableString.Invariant($"{(object?)crossing.Threshold ?? "none"} {crossing.Status}"));
        return budget;
    }
}
