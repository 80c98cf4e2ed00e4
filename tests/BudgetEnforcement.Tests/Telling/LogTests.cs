using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests;

public class LogTests
{
    private readonly FakeLogger<BudgetEnforcer> _logger = new();

    private IReadOnlyList<FakeLogRecord> Records => _logger.Collector.GetSnapshot();

    [Fact]
    public void Close_Twice_IsLoggedOnce()
    {
        var budget = Budgets.Named("job", 100m, _logger);

        budget.Close();
        Of("BudgetClosed").Should().ContainSingle();
        budget.Close();

        var record = Of("BudgetClosed").Should().ContainSingle().Which;
        record.Level.Should().Be(LogLevel.Information);
        Value(record, "BudgetName").Should().Be("job");
    }

    [Fact]
    public void AddCost_ReachingAWarning_LogsItOnceWithItsNumbers()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Name = "job", Limit = 100m, Currency = "EUR" }, _logger);

        budget.AddCost(80m);
        budget.AddCost(1m);

        var record = Of("ThresholdReached").Should().ContainSingle().Which;
        record.Level.Should().Be(LogLevel.Warning);
        record.Id.Id.Should().Be(1);
        Value(record, "BudgetName").Should().Be("job");
        Value(record, "Currency").Should().Be("EUR");
        Value(record, "Status").Should().Be("Warning75");
        Text.Decimal(Value(record, "Spent")).Should().Be(80m);
        Text.Decimal(Value(record, "Limit")).Should().Be(100m);
        Text.Decimal(Value(record, "UtilizationPercentage")).Should().Be(80m);
    }

    [Fact]
    public void AddCost_PastTheLimit_LogsAnErrorOnceWithItsNumbers()
    {
        var budget = Budgets.Named("job", 100m, _logger, initialSpent: 95m);

        budget.AddCost(15m);
        budget.AddCost(15m);

        var record = Of("BudgetExceeded").Should().ContainSingle().Which;
        record.Level.Should().Be(LogLevel.Error);
        record.Id.Id.Should().Be(2);
        Value(record, "BudgetName").Should().Be("job");
        Value(record, "Currency").Should().Be("USD");
        Text.Decimal(Value(record, "Spent")).Should().Be(110m);
        Text.Decimal(Value(record, "Limit")).Should().Be(100m);
        Text.Decimal(Value(record, "UtilizationPercentage")).Should().Be(110m);
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
    public void AddCost_AnyCost_IsLoggedAtDebug()
    {
        Budgets.Named("job", 100m, _logger).AddCost(0.5m);

        var record = Of("CostRecorded").Should().ContainSingle().Which;
        record.Level.Should().Be(LogLevel.Debug);
        Value(record, "BudgetName").Should().Be("job");
        Text.Decimal(Value(record, "Amount")).Should().Be(0.5m);
        Text.Decimal(Value(record, "Spent")).Should().Be(0.5m);
    }

    [Fact]
    public void TryAddCostAndCommit_AnyCost_AreLoggedAtDebug()
    {
        var budget = Budgets.Named("job", 100m, _logger);

        budget.TryAddCost(1m);
        budget.Reserve(2m).Commit(2m);
        budget.Reserve(3m).Commit();
        budget.Reserve(4m).TryRenew(4m, 0m);
        budget.TryAddCost(5m, out _);
        budget.TryAddCost(85m, out _);

        Of("CostRecorded").Select(record => Text.Decimal(Value(record, "Amount"))).Should().Equal(1m, 2m, 3m, 4m, 5m, 85m);
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
    public void Reserve_ByEachOfItsDoors_IsLoggedOnce()
    {
        var budget = Budgets.Named("job", 100m, _logger);

        budget.TryReserve(1m, out _);
        budget.TryReserve(2m, out _, out _);
        budget.Reserve(3m);

        Of("Reserved").Select(record => Text.Decimal(Value(record, "Amount"))).Should().Equal(1m, 2m, 3m);
    }

    [Fact]
    public void Refund_WhatWasSpent_IsLoggedAtDebugAndARefusedOneIsNot()
    {
        var budget = Budgets.Named("job", 100m, _logger, initialSpent: 30m);

        budget.Refund(10m);
        budget.Invoking(it => it.Refund(21m)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("A refund must not be more than*has spent*");

        var record = Of("Refunded").Should().ContainSingle().Which;
        record.Level.Should().Be(LogLevel.Debug);
        (Text.Decimal(Value(record, "Amount")), Text.Decimal(Value(record, "Spent"))).Should().Be((10m, 20m));
    }

    [Fact]
    public void UpdateLimit_ToTheSame_IsNotLogged()
    {
        var budget = Budgets.Named("job", 100m, _logger);

        budget.UpdateLimit(100m);
        budget.AdjustLimit(0m);

        Records.Should().BeEmpty();
    }

    [Fact]
    public void UpdateLimit_ToAnother_IsLoggedAtInformation()
    {
        var budget = Budgets.Named("job", 100m, _logger);

        budget.UpdateLimit(150m);
        budget.AdjustLimit(20m);

        Of("LimitChanged").Select(record => (record.Level, Text.Decimal(Value(record, "PreviousLimit")), Text.Decimal(Value(record, "Limit"))))
            .Should().Equal((LogLevel.Information, 100m, 150m), (LogLevel.Information, 150m, 170m));
    }

    [Fact]
    public void UpdateLimit_OfABudgetWhoseSpendDecimalCannotHold_LogsItRoundedUp()
    {
        var budget = Budgets.Named("job", 100m, _logger, initialSpent: 10m);
        budget.AddCost(Budgets.Unit);

        budget.UpdateLimit(150m);

        Value(Of("LimitChanged").Should().ContainSingle().Which, "Spent").Should().Be("10.000000000000000000000000001");
    }

    [Fact]
    public void Reset_OfABudget_IsLoggedAtInformation()
    {
        var budget = Budgets.Named("job", 100m, _logger, initialSpent: 30m);

        budget.Reset();

        var record = Of("BudgetReset").Should().ContainSingle().Which;
        record.Level.Should().Be(LogLevel.Information);
        Text.Decimal(Value(record, "PreviousSpent")).Should().Be(30m);
    }

    [Fact]
    public void CheckBudgetAvailable_NotAvailable_LogsTheNumbersOfTheBudgetThatDecided() =>
        LogsTheNumbersOfTheBudgetThatDecided(job => job.CheckBudgetAvailable(31m), "NotAvailable", LogLevel.Debug);

    [Fact]
    public void TryAddCost_Refused_LogsTheNumbersOfTheBudgetThatDecided() =>
        LogsTheNumbersOfTheBudgetThatDecided(job => job.TryAddCost(31m), "Refused", LogLevel.Warning);

    [Fact]
    public void TryRenew_RefusedWhileOthersWait_LogsThatNothingIsAvailable()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Name = "job", Limit = 100m, MaxWaiters = 1 }, _logger);
        var reservation = budget.Reserve(50m);
        _ = budget.ReserveAsync(60m, CancellationToken.None).AsTask();

        reservation.TryRenew(50m, 60m).Should().BeFalse();

        var record = Of("Refused").Should().ContainSingle().Which;
        Text.Decimal(Value(record, "RequiredAmount")).Should().Be(60m);
        Text.Decimal(Value(record, "Available")).Should().Be(0m);
    }

    [Fact]
    public void TryRenew_WhatDecimalCannotHoldIsMissing_LogsItRoundedUp()
    {
        Budgets.Named("job", 10m, _logger).Reserve(0m).TryRenew(10m, Budgets.Unit).Should().BeFalse();

        Value(Of("Refused").Should().ContainSingle().Which, "RequiredAmount").Should().Be("10.000000000000000000000000001");
    }

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
    [InlineData(false, "40", "60", "20")]
    [InlineData(true, "0", "60", "60")]
    public void Commit_AboveWhatIsHeld_LogsTheOverageOnceAtWarning(bool released, string held, string cost, string overage)
    {
        var reservation = Budgets.Named("job", 100m, _logger).Reserve(40m);
        if (released)
            reservation.Release();

        reservation.Commit(Text.Decimal(cost));

        var record = Of("Overage").Should().ContainSingle().Which;
        record.Level.Should().Be(LogLevel.Warning);
        Text.Decimal(Value(record, "ActualCost")).Should().Be(Text.Decimal(cost));
        Text.Decimal(Value(record, "ReservedAmount")).Should().Be(Text.Decimal(held));
        Text.Decimal(Value(record, "Overage")).Should().Be(Text.Decimal(overage));
    }

    [Fact]
    public void Commit_AboveWhatIsHeld_PastAMark_LogsTheOverageAndTheCostBeforeTheMark()
    {
        Budgets.Named("job", 100m, _logger).Reserve(40m).Commit(80m);

        Records.Select(record => record.Id.Name).Should().Equal("Reserved", "Overage", "CostRecorded", "ThresholdReached");
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

    [Fact]
    public void Commit_OverageThatDecimalCannotHold_IsLoggedRoundedUp()
    {
        Budgets.Named("job", 100m, _logger).Reserve(Budgets.Unit).Commit(10m);

        Text.Decimal(Value(Of("Overage").Should().ContainSingle().Which, "Overage")).Should().Be(10m);
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
}
