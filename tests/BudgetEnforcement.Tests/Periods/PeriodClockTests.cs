using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>Clocks that are put back, jump or fail, and budgets that need none.</summary>
public sealed class PeriodClockTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Clock_NoPeriodOnThePath_IsNeverRead()
    {
        var root = _clock.Budget(BudgetPeriod.None);
        var sibling = root.Child(BudgetPeriod.None);
        _clock.Readings.Should().Be(0, "it is not read where they are made either");
        _ = root.Child(BudgetPeriod.Daily);
        var before = (_clock.Readings, _clock.Timestamps);

        foreach (var budget in new[] { root, sibling })
            UseEverything(budget);

        (_clock.Readings, _clock.Timestamps).Should().Be(before);
        _clock.TimersMade.Should().Be(0);
    }

    [Fact]
    public void Clock_PeriodOfAnAncestor_IsRead()
    {
        var job = _clock.Budget().Child(100m).Child(100m);
        var before = _clock.Readings;

        job.AddCost(1m);

        _clock.Readings.Should().BeGreaterThan(before);
    }

    [Fact]
    public void Clock_ThrowsAndRecovers_BreaksNoOperationAndEndsThePeriodThen()
    {
        var log = new FakeLogger<BudgetEnforcer>();
        var budget = _clock.Budget(log: log);
        _clock.GoTo(ManualClock.Midnight);
        _clock.IsBroken = true;

        UseEverything(budget);

        budget.Spent.Should().Be(6m, "the period goes on until the clock can be read");
        _clock.IsBroken = false;
        budget.Spent.Should().Be(0m);
        FakeLogRecord[] records = [];
        Waiting.Until(() => // by a work item
            (records = [.. log.Collector.GetSnapshot().Where(record => record.Id.Name == "ClockFailed")]).Length > 0);
        records.Should().OnlyContain(record => record.Exception is InvalidOperationException);
    }

    [Fact]
    public void Clock_WithoutTimestamps_IsLoggedAndTheRefusalToo()
    {
        var log = new FakeLogger<BudgetEnforcer>();
        var budget = _clock.Budget(BudgetPeriod.None, log: log);
        _clock.FailingTimestamps = 1;

        budget.TryAddCost(1_000m).Should().BeFalse();

        Waiting.Until(() => log.Collector.GetSnapshot().Count(record => record.Id.Name is "ClockFailed" or "Refused") == 2);
    }

    [Fact]
    public void Clock_CallsBackIntoTheBudget_DoesNotDeadlock()
    {
        var budget = _clock.Budget();
        var isIn = false;
        _clock.OnCalendar = () =>
        {
            if (isIn)
                return;
            isIn = true;
            WaitingForRoom.Asking.OnAnotherThread(() => budget.AddCost(1m));
            isIn = false;
        };

        budget.AddCost(10m);

        _clock.OnCalendar = null;
        budget.Spent.Should().Be(11m);
    }

    [Theory]
    [InlineData(BudgetPeriod.Daily)]
    [InlineData(BudgetPeriod.Weekly)]
    [InlineData(BudgetPeriod.Monthly)]
    public void Clock_AtTheEndOfTime_BreaksNoOperation(BudgetPeriod period)
    {
        var budget = _clock.Budget(period);
        _clock.GoTo(DateTimeOffset.MaxValue);

        budget.AddCost(10m);

        budget.Spent.Should().Be(10m);
    }

    private static void UseEverything(BudgetEnforcer budget)
    {
        var spent = budget.Spent;
        budget.AddCost(5m);
        budget.TryAddCost(1m).Should().BeTrue();
        budget.Refund(1m);
        budget.Reserve(2m).Commit(1m);
        budget.Reserve(2m).Release();
        budget.CheckBudgetAvailable(1m).IsAvailable.Should().BeTrue();
        budget.UpdateLimit(99m);
        budget.IsBudgetExceeded.Should().BeFalse();
        budget.ExceededToken.IsCancellationRequested.Should().BeFalse();
        var slice = budget.Reserve(1m);
        slice.TryRenew(0m, 2m).Should().BeTrue();
        slice.Dispose();
        budget.Spent.Should().Be(spent + 6m);
    }
}
