using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests;

public class LogTests
{
    private readonly FakeLogger<BudgetEnforcer> _logger = new();

    private IReadOnlyList<FakeLogRecord> Records => _logger.Collector.GetSnapshot();

    public static TheoryData<string> Operations => [.. Logged.Keys];

    /// <summary>What is done to a budget of 100, and what it logs once: the event, and the numbers in it.</summary>
    private static Dictionary<string, LoggedOperation> Logged { get; } = new()
    {
        ["a cost"] = new(budget => budget.AddCost(0.5m), 5, "CostRecorded", LogLevel.Debug, "Amount=0.5 Spent=0.5"),
        ["a warning"] = new(budget => Do(budget, 80m, 1m), 1, "ThresholdReached", LogLevel.Warning, "Status=Warning75 Spent=80 Limit=100 UtilizationPercentage=80"),
        ["an excess"] = new(budget => Do(budget, 95m, 15m, 15m), 2, "BudgetExceeded", LogLevel.Error, "Spent=110 Limit=100 UtilizationPercentage=110"),
        ["a refund, and one that is refused"] = new(
            budget =>
            {
                budget.AddCost(30m);
                budget.Refund(10m);
                budget.Invoking(it => it.Refund(21m)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("A refund must not be more than*has spent*");
            },
            9, "Refunded", LogLevel.Debug, "Amount=10 Spent=20"),
        ["another limit"] = new(budget => budget.UpdateLimit(150m), 7, "LimitChanged", LogLevel.Information, "Limit=150 PreviousLimit=100"),
        ["a reset"] = new(budget => { budget.AddCost(30m); budget.Reset(); }, 8, "BudgetReset", LogLevel.Information, "PreviousSpent=30"),
        ["a close, and another"] = new(budget => { budget.Close(); budget.Close(); }, 24, "BudgetClosed", LogLevel.Information, "BudgetName=job"),
        ["an overage"] = new(budget => budget.Reserve(40m).Commit(60m), 6, "Overage", LogLevel.Warning, "ActualCost=60 ReservedAmount=40 Overage=20"),
        ["a commit after the release"] = new(
            budget =>
            {
                var held = budget.Reserve(40m);
                held.Release();
                held.Commit(60m);
            },
            6, "Overage", LogLevel.Warning, "ActualCost=60 ReservedAmount=0 Overage=60"),
        ["an overage that decimal rounds up"] = new(budget => budget.Reserve(Budgets.Unit).Commit(10m), 6, "Overage", LogLevel.Warning, "Overage=10"),
        ["a renewal that is refused while others wait"] = new(
            budget =>
            {
                var held = budget.Reserve(50m);
                _ = budget.ReserveAsync(60m, CancellationToken.None).AsTask();
                held.TryRenew(50m, 60m).Should().BeFalse();
            },
            3, "Refused", LogLevel.Warning, "RequiredAmount=60 Available=0"),
        ["a renewal that lacks what decimal rounds up"] = new(
            budget => budget.Reserve(0m).TryRenew(100m, Budgets.Unit).Should().BeFalse(),
            3, "Refused", LogLevel.Warning, "RequiredAmount=100.00000000000000000000000001"),
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void Operation_Done_LogsItOnceWithItsNumbers(string operation)
    {
        var it = Logged[operation];

        it.Do(new BudgetEnforcer(new BudgetOptions { Name = "job", Limit = 100m, Currency = "EUR", MaxWaiters = 1 }, _logger));

        var record = Of(it.Name).Should().ContainSingle().Which;
        (record.Id.Id, record.Level, Value(record, "BudgetName")).Should().Be((it.Id, it.Level, "job"));
        foreach (var value in it.Values.Split(' ').Select(pair => pair.Split('=')))
        {
            if (decimal.TryParse(value[1], CultureInfo.InvariantCulture, out var number))
                Text.Decimal(Value(record, value[0])).Should().Be(number, value[0]);
            else
                Value(record, value[0]).Should().Be(value[1]);
        }
    }

    [Fact]
    public void AddCost_PastEverythingOnATree_LogsEachCrossingOfEachBudget()
    {
        var job = Budgets.Named("organisation", 10m, _logger).Child(10m, "job");

        job.AddCost(11m);

        foreach (var name in new[] { "job", "organisation" })
        {
            Records.Where(record => record.Level >= LogLevel.Warning && Value(record, "BudgetName") == name)
                .Select(record => record.Level).Should().Equal(LogLevel.Warning, LogLevel.Warning, LogLevel.Error);
        }
    }

    [Fact]
    public void TryAddCostAndCommit_AnyCost_AreLoggedAtDebug()
    {
        var budget = Budgets.Named("job", 100m, _logger);

        budget.TryAddCost(1m);
        budget.Reserve(2m).Commit(2m);
        budget.Reserve(3m).Commit();

        Of("CostRecorded").Select(record => Text.Decimal(Value(record, "Amount"))).Should().Equal(1m, 2m, 3m);
    }

    [Fact]
    public void Reservations_EachStepOfThem_IsLoggedAtDebug()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Name = "job", Limit = 100m, MaxWaiters = 1 }, _logger);

        var first = budget.Reserve(90m);
        var second = budget.ReserveAsync(60m, CancellationToken.None).AsTask();
        first.Release();

        // What is granted to the one that waits is told by a work item.
        Waiting.Until(() => second.IsCompletedSuccessfully && Records.Count == 4);
        Records.Select(record => (record.Id.Name, record.Level, Value(record, "BudgetName"), Text.Decimal(Value(record, "Amount")))).Should().BeEquivalentTo(
        [
            ("Reserved", LogLevel.Debug, "job", 90m), ("Waiting", LogLevel.Debug, "job", 60m),
            ("Released", LogLevel.Debug, "job", 90m), ("Reserved", LogLevel.Debug, "job", 60m),
        ]);
    }

    [Fact]
    public void CheckBudgetAvailable_NotAvailable_LogsTheNumbersOfTheBudgetThatDecided() =>
        LogsTheNumbersOfTheBudgetThatDecided(job => job.CheckBudgetAvailable(31m), "NotAvailable", LogLevel.Debug);

    [Fact]
    public void TryAddCost_Refused_LogsTheNumbersOfTheBudgetThatDecided() =>
        LogsTheNumbersOfTheBudgetThatDecided(job => job.TryAddCost(31m), "Refused", LogLevel.Warning);

    [Fact]
    public void UpdateLimit_BelowWhatSomebodyWaitsFor_WarnsOfTheRefusal()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Name = "job", Limit = 100m, MaxWaiters = 1 }, _logger);
        using var reservation = budget.Reserve(50m);
        var waiting = budget.ReserveAsync(60m, CancellationToken.None).AsTask();

        budget.UpdateLimit(55m);

        Waiting.Until(() => waiting.IsFaulted && Of("Refused").Any());
        Of("Refused").Select(record => (record.Level, Text.Decimal(Value(record, "RequiredAmount")))).Should().Equal((LogLevel.Warning, 60m));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Commit_AtTheAmountAfterTheRelease_LogsTheOverage(bool logsDebug)
    {
        _logger.ControlLevel(LogLevel.Debug, logsDebug);
        var reservation = Budgets.Named("job", 100m, _logger).Reserve(40m);
        reservation.Release();

        reservation.Commit();

        Text.Decimal(Value(Of("Overage").Should().ContainSingle().Which, "Overage")).Should().Be(40m);
        Of("CostRecorded").Should().HaveCount(logsDebug ? 1 : 0);
    }

    [Theory]
    [InlineData(39)]
    [InlineData(40)]
    public void Commit_UpToWhatIsHeld_LogsNoOverage(int cost)
    {
        Budgets.Named("job", 100m, _logger).Reserve(40m).Commit(cost);

        Of("Overage").Should().BeEmpty();
    }

    [Fact]
    public void Names_ThatLookLikeTemplates_ReachTheLogAsTheyAre()
    {
        Budgets.Named("{Spent} of {0}", 100m, _logger).AddCost(80m);

        var record = Of("ThresholdReached").Should().ContainSingle().Which;
        record.Message.Should().Be("Budget {Spent} of {0} reached Warning75: 80.00 of 100.00 USD spent (80%)");
        Value(record, "{OriginalFormat}").Should().StartWith("Budget {BudgetName} reached");
    }

    [Fact]
    public void Levels_OfEveryEvent_AreAskedBeforeLogging()
    {
        _logger.ControlLevel(LogLevel.Debug, enabled: false);
        var budget = Budgets.Named("job", 100m, _logger);

        budget.AddCost(1m);
        budget.Refund(1m);
        budget.Reserve(1m).Release();

        Records.Should().BeEmpty();
    }

    private void LogsTheNumbersOfTheBudgetThatDecided(Action<BudgetEnforcer> ask, string eventName, LogLevel level)
    {
        var root = Budgets.Named("organisation", 100m, _logger, initialSpent: 50m);
        var job = root.Child(1000m, "job");
        using var reservation = root.Reserve(20m);

        ask(job);

        var record = Of(eventName).Should().ContainSingle().Which;
        record.Level.Should().Be(level);
        Value(record, "BudgetName").Should().Be("job");
        Value(record, "DecidingBudgetName").Should().Be("organisation");
        Value(record, "Currency").Should().Be("USD");
        Text.Decimal(Value(record, "Limit")).Should().Be(100m);
        Text.Decimal(Value(record, "Spent")).Should().Be(50m);
        Text.Decimal(Value(record, "Reserved")).Should().Be(20m);
        Text.Decimal(Value(record, "Available")).Should().Be(30m);
    }

    private static string Value(FakeLogRecord record, string key) => record.GetStructuredStateValue(key)!;

    private IEnumerable<FakeLogRecord> Of(string eventName) => Records.Where(record => record.Id.Name == eventName);

    private static void Do(BudgetEnforcer budget, params decimal[] costs) => Array.ForEach(costs, cost => budget.AddCost(cost));

    private sealed record LoggedOperation(Action<BudgetEnforcer> Do, int Id, string Name, LogLevel Level, string Values);
}
