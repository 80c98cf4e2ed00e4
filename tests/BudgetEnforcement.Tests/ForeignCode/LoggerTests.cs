using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Tests;

public class LoggerTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void EveryOperation_LoggerThrows_WorksAllTheSame(bool isEnabledThrows, bool logThrows)
    {
        var logger = new CallbackLogger(
            _ => Throw(logThrows),
            _ =>
            {
                Throw(isEnabledThrows);
                return true;
            });
        var budget = Budgets.Named("job", 100m, logger);
        var crossings = Crossings.Of(budget);

        budget.AddCost(80m).Should().Be(BudgetStatus.Warning75);
        budget.TryAddCost(11m).Should().BeTrue();
        budget.TryAddCost(11m).Should().BeFalse();
        budget.CheckBudgetAvailable(11m).IsAvailable.Should().BeFalse();
        budget.Reserve(1m).Release();
        budget.Reserve(1m).Commit(20m);
        budget.Refund(1m);
        budget.UpdateLimit(120m);
        budget.Reset();

        crossings.Statuses.Should().Equal(BudgetStatus.Warning75, BudgetStatus.Warning90, BudgetStatus.Exceeded);
        budget.Spent.Should().Be(0m);
        budget.Reserved.Should().Be(0m);
    }

    [Fact]
    public void AddCost_LoggerThrows_HandlersStillRun()
    {
        var budget = Budgets.Named("job", 100m, new CallbackLogger(_ => throw new InvalidOperationException("log")));
        var crossings = Crossings.Of(budget);

        budget.AddCost(95m);

        crossings.Told.Should().HaveCount(2);
    }

    [Fact]
    public void EveryOperation_LoggerReadsFromAnotherThread_DoesNotDeadlock()
    {
        BudgetEnforcer? budget = null;
        var calls = 0;
        void ReadElsewhere()
        {
            Interlocked.Increment(ref calls);
            Waiting.OnAnotherThread(() => _ = (budget?.GetStatus(), budget?.ExceededToken, budget?.Available, budget?.IsBudgetExceeded));
        }

        budget = Budgets.Named("job", 100m, new CallbackLogger(
            _ => ReadElsewhere(),
            _ =>
            {
                ReadElsewhere();
                return true;
            }));

        Waiting.OnAnotherThread(() => DoEverything(budget));

        calls.Should().BeGreaterThan(20);
        budget.Spent.Should().Be(0m);
    }

    [Fact]
    public void AddCost_LoggerSpendsOnACrossing_RecordsBoth()
    {
        BudgetEnforcer? budget = null;
        budget = Budgets.Named("job", 100m, new CallbackLogger(happened =>
        {
            if (happened.Name == "ThresholdReached")
                Waiting.OnAnotherThread(() => budget!.AddCost(1m));
        }));
        var crossings = Crossings.Of(budget);

        Waiting.OnAnotherThread(() => budget.AddCost(95m));

        budget.Spent.Should().Be(97m);
        crossings.Statuses.Should().Equal(BudgetStatus.Warning75, BudgetStatus.Warning90);
    }

    [Fact]
    public void EveryOperation_WithoutALogger_Works()
    {
        var budget = new BudgetEnforcer(1m, logger: null);

        budget.Invoking(DoEverything).Should().NotThrow();
    }

    private static void DoEverything(BudgetEnforcer budget)
    {
        budget.AddCost(80m);
        budget.TryAddCost(1000m);
        budget.CheckBudgetAvailable(1000m);
        budget.TryReserve(1000m, out _);
        budget.UpdateLimit(200m);
        budget.Reserve(1m).Release();
        var reservation = budget.Reserve(1m);
        reservation.Commit(2m);
        budget.Refund(1m);
        budget.AddCost(1000m);
        budget.Reset();
    }

    private static void Throw(bool really)
    {
        if (really)
            throw new InvalidOperationException("The logger is broken.");
    }
}
