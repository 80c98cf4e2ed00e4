using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests;

/// <summary>What each use of a budget logs: these lines, in this order, and nothing else.</summary>
public class LogTests
{
    private readonly FakeLogger<BudgetEnforcer> _log = new();
    private readonly BudgetEnforcer _job;

    public LogTests() => _job = new(new BudgetOptions { Name = "job", Limit = 100m, Currency = "EUR", MaxWaiters = 1 }, _log);

    [Fact]
    public void AddCost_UpToAThresholdAndPastTheLimit_LogsEachCostAndThenWhatItCrossedOnce()
    {
        _job.AddCost(80m);
        _job.AddCost(1m);
        _job.AddCost(29m);
        _job.AddCost(15m);

        _log.Lines().Should().Equal(
            "Debug 5 CostRecorded BudgetName=job Amount=80 Currency=EUR Spent=80.00 Limit=100.00",
            "Warning 1 ThresholdReached BudgetName=job Status=Warning75 Spent=80.00 Limit=100.00 Currency=EUR UtilizationPercentage=80",
            "Debug 5 CostRecorded BudgetName=job Amount=1 Currency=EUR Spent=81.00 Limit=100.00",
            "Debug 5 CostRecorded BudgetName=job Amount=29 Currency=EUR Spent=110.00 Limit=100.00",
            "Warning 1 ThresholdReached BudgetName=job Status=Warning90 Spent=110.00 Limit=100.00 Currency=EUR UtilizationPercentage=110",
            "Error 2 BudgetExceeded BudgetName=job Spent=110.00 Limit=100.00 Currency=EUR UtilizationPercentage=110",
            "Debug 5 CostRecorded BudgetName=job Amount=15 Currency=EUR Spent=125.00 Limit=100.00");
    }

    [Fact]
    public void AddCost_HandlerThatResets_LogsTheCostWithTheSpendOfItsInstant()
    {
        _job.ThresholdCrossed += (_, _) => _job.Reset();

        _job.AddCost(80m);

        _log.Lines("Spent", "PreviousSpent").Should().Equal(
            "Debug 5 CostRecorded Spent=80.00", "Warning 1 ThresholdReached Spent=80.00", "Information 8 BudgetReset PreviousSpent=80.00");
    }

    [Fact]
    public void Budget_UsedByEachDoor_LogsEachStepOnce()
    {
        _job.TryAddCost(1m);
        _job.TryAddCost(2m, out _);
        _job.Reserve(3m).Commit(3m);
        _job.Reserve(4m).Commit();
        _job.Reserve(5m).TryRenew(5m, 0m);
        _job.TryReserve(6m, out _);
        _job.TryReserve(7m, out _, out _);
        _job.TryAddCost(72m, out _);

        _log.Lines("Amount", "Status").Should().Equal(
            "Debug 5 CostRecorded Amount=1",
            "Debug 5 CostRecorded Amount=2",
            "Debug 10 Reserved Amount=3",
            "Debug 5 CostRecorded Amount=3",
            "Debug 10 Reserved Amount=4",
            "Debug 5 CostRecorded Amount=4.00",
            "Debug 10 Reserved Amount=5",
            "Debug 5 CostRecorded Amount=5",
            "Debug 10 Reserved Amount=6",
            "Debug 10 Reserved Amount=7",
            "Debug 5 CostRecorded Amount=72",
            "Warning 1 ThresholdReached Status=Warning75");
    }

    [Fact]
    public void ReserveAsync_GrantedAfterARelease_AndRefusedUnderALowerLimit_LogsEachStep()
    {
        var first = _job.Reserve(90m);
        var second = _job.ReserveAsync(60m, CancellationToken.None).AsTask();
        first.Release();
        Waiting.Until(() => second.IsCompletedSuccessfully && _log.Lines().Count == 4);
        var third = _job.ReserveAsync(50m, CancellationToken.None).AsTask();
        _job.UpdateLimit(45m);
        Waiting.Until(() => third.IsFaulted && _log.Lines().Count == 7);

        // A work item tells the outcome of a waiter, so it may come before or after the log of its cause.
        _log.Lines("BudgetName", "Amount", "RequiredAmount", "Currency", "Limit").Should().BeEquivalentTo(
            "Debug 10 Reserved BudgetName=job Amount=90 Currency=EUR",
            "Debug 16 Waiting BudgetName=job Amount=60 Currency=EUR",
            "Debug 11 Released BudgetName=job Amount=90.00 Currency=EUR",
            "Debug 10 Reserved BudgetName=job Amount=60 Currency=EUR",
            "Debug 16 Waiting BudgetName=job Amount=50 Currency=EUR",
            "Information 7 LimitChanged BudgetName=job Limit=45.00 Currency=EUR",
            "Warning 3 Refused BudgetName=job RequiredAmount=50 Currency=EUR Limit=45.00");
    }

    [Fact]
    public void Refund_WhatWasSpent_IsLoggedAndARefusedOneIsNot()
    {
        _job.AddCost(30m);
        _job.Refund(10m);
        _job.Invoking(it => it.Refund(21m)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("A refund must not be more than*has spent*");
        _job.Reset();

        _log.Lines().Skip(1).Should().Equal(
            "Debug 9 Refunded BudgetName=job Amount=10 Currency=EUR Spent=20.00 Limit=100.00",
            "Information 8 BudgetReset BudgetName=job PreviousSpent=20.00 Currency=EUR");
    }

    [Fact]
    public void UpdateLimitAndAdjustLimit_ToTheSameAndToAnother_LogTheChangesWithTheSpendRoundedUp()
    {
        _job.AddCost(10m);
        _job.AddCost(Budgets.Unit);
        _job.UpdateLimit(100m);
        _job.AdjustLimit(0m);
        _job.UpdateLimit(150m);
        _job.AdjustLimit(20m);

        const string spent = "Spent=10.000000000000000000000000001";
        _log.Lines().Skip(2).Should().Equal(
            $"Information 7 LimitChanged BudgetName=job Limit=150.00 Currency=EUR PreviousLimit=100.00 {spent}",
            $"Information 7 LimitChanged BudgetName=job Limit=170.00 Currency=EUR PreviousLimit=150.00 {spent}");
    }

    [Fact]
    public void Close_TwiceWithACostBetween_IsLoggedTheFirstTime()
    {
        _job.Close();
        _job.AddCost(1m);
        _job.Close();

        _log.Lines("BudgetName").Should().Equal("Information 24 BudgetClosed BudgetName=job", "Debug 5 CostRecorded BudgetName=job");
    }

    [Fact]
    public void CheckBudgetAvailableAndTryAddCost_NoRoomAbove_LogTheNumbersOfTheBudgetThatDecided()
    {
        var root = Budgets.Named("organisation", 100m, _log, initialSpent: 50m);
        var job = root.Child(1000m, "job");
        using var reservation = root.Reserve(20m);

        job.CheckBudgetAvailable(31m);
        job.TryAddCost(31m);
        job.TryAddCost(31m);

        const string asked = "BudgetName=job RequiredAmount=31 Currency=USD";
        const string decided = "DecidingBudgetName=organisation Limit=100.00 Spent=50.00 Reserved=20.00 Available=30.00";
        _log.Lines().Skip(1).Should().Equal(
            $"Debug 26 NotAvailable {asked} {decided}",
            $"Warning 3 Refused {asked} {decided} RefusedSinceLastWarning=0",
            $"Debug 4 RefusedAgain {asked} {decided}");
    }

    [Fact]
    public void TryRenew_Refused_LogsWhatIsMissingRoundedUpAndThatWaitersComeFirst()
    {
        _job.Reserve(0m).TryRenew(100m, Budgets.Unit).Should().BeFalse();
        var reservation = _job.Reserve(50m);
        _ = _job.ReserveAsync(60m, CancellationToken.None).AsTask();
        reservation.TryRenew(50m, 60m).Should().BeFalse();

        _log.Lines("RequiredAmount", "Available").Should().Equal(
            "Debug 10 Reserved",
            "Warning 3 Refused RequiredAmount=100.00000000000000000000000001 Available=100.00",
            "Debug 10 Reserved",
            "Debug 16 Waiting",
            "Debug 4 RefusedAgain RequiredAmount=60.00 Available=0.00");
    }

    [Theory]
    [InlineData(39, false, null)]
    [InlineData(40, false, null)]
    [InlineData(60, false, "ReservedAmount=40.00 Overage=20.00")]
    [InlineData(60, true, "ReservedAmount=0.00 Overage=60.00")]
    [InlineData(80, false, "ReservedAmount=40.00 Overage=40.00", "Warning75")]
    [InlineData(80, true, "ReservedAmount=0.00 Overage=80.00", "Warning75")]
    public void Commit_OfWhatIsHeldOrWasReleased_LogsTheOverageTheCostAndThenTheMark(int cost, bool isReleased, string? overage, string? mark = null)
    {
        var reservation = _job.Reserve(40m);
        if (isReleased)
            reservation.Release();

        reservation.Commit(cost);

        _log.Lines("ActualCost", "ReservedAmount", "Overage", "Status", "Amount").Skip(isReleased ? 2 : 1).Should().Equal(
        [
            .. overage is null ? [] : (string[])[$"Warning 6 Overage ActualCost={cost} {overage}"],
            $"Debug 5 CostRecorded Amount={cost}",
            .. mark is null ? [] : (string[])[$"Warning 1 ThresholdReached Status={mark}"],
        ]);
    }

    [Fact]
    public void Commit_OverageThatDecimalCannotHold_IsLoggedRoundedUp()
    {
        _job.Reserve(Budgets.Unit).Commit(10m);

        _log.Lines()[1].Should().StartWith(
            "Warning 6 Overage BudgetName=job ActualCost=10 Currency=EUR ReservedAmount=0.0000000000000000000000000001 Overage=10.0");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Budget_WithAndWithoutDebug_LogsTheOverageAndTheRestAtDebugOnly(bool logsDebug)
    {
        _log.ControlLevel(LogLevel.Debug, logsDebug);
        var reservation = _job.Reserve(40m);
        _job.AddCost(1m);
        _job.Refund(1m);
        reservation.Release();

        reservation.Commit();

        string[] others = ["Debug 10 Reserved", "Debug 5 CostRecorded", "Debug 9 Refunded", "Debug 11 Released"];
        _log.Lines("Overage").Should().Equal(
            [.. logsDebug ? others : [], "Warning 6 Overage Overage=40.00", .. logsDebug ? (string[])["Debug 5 CostRecorded"] : []]);
    }
}
