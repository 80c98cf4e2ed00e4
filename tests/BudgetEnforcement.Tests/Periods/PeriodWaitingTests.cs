using System.Globalization;
using BudgetEnforcement.Tests.WaitingForRoom;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>Waiters are served when a period begins, though no call uses the budget, and no timer outlives them.</summary>
public sealed class PeriodWaitingTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Waiter_NobodyUsesTheBudget_IsServedWhenThePeriodBegins()
    {
        var budget = Exhausted();
        var asked = budget.Ask(60m);

        _clock.GoTo(ManualClock.Midnight.AddTicks(-1));
        budget.ShouldHaveWaiting(asked);
        _clock.GoTo(ManualClock.Midnight.AddMilliseconds(1)); // the finest step of a timer

        asked.ShouldBeGranted();
        budget.GetStatus().Should().Match<BudgetReport>(report => report.Spent == 0m && report.Reserved == 60m);
    }

    [Fact]
    public void Waiter_PeriodLongerThanADay_IsServedAtItsEnd()
    {
        var budget = Exhausted(BudgetPeriod.Monthly);
        _clock.GoTo(ManualClock.November);
        budget.AddCost(100m);
        var asked = budget.Ask(60m);

        for (var hour = 1; hour < 30 * 24; hour++)
            _clock.Advance(TimeSpan.FromHours(1));
        budget.ShouldHaveWaiting(asked);
        _clock.Advance(TimeSpan.FromHours(1));

        asked.ShouldBeGranted();
    }

    [Fact]
    public void Waiter_SinceTheClockWasYearsAhead_IsServedByAnyOperationOfTheTreeAtTheEndThatWasPutRight()
    {
        var root = _clock.Budget(BudgetPeriod.None, limit: 1_000m);
        var daily = root.Child(BudgetPeriod.Daily);
        var other = root.Child(100m);
        _clock.SetCalendar(ManualClock.Noon.AddYears(10));
        daily.AddCost(100m);
        var asked = daily.Ask(60m);

        _clock.SetCalendar(ManualClock.Noon);
        daily.GetStatus().PeriodEnd.Should().Be(ManualClock.Midnight);
        _clock.SetCalendar(ManualClock.Midnight);
        other.AddCost(1m);

        asked.ShouldBeGranted();
    }

    [Fact]
    public void ReserveAsync_RoomMadeBetweenLookingAndWaiting_IsNotMissed()
    {
        // The call reads the clock for the end of its wait after the first look and before the wait begins.
        var log = new FakeLogger<BudgetEnforcer>();
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m, MaxWaiters = 5, MaxWait = TimeSpan.FromHours(1) }, log, _clock);
        _clock.AtNextTimestamp(budget.Reserve(100m).Release);

        budget.Ask(60m).IsCompletedSuccessfully.Should().BeTrue("it fits at the second look, so it does not wait");
        log.Collector.GetSnapshot().Where(record => record.Id.Name == "Reserved").Should().HaveCount(2);
        _clock.TimersMade.Should().Be(0);
    }

    [Fact]
    public void TryReserve_RoomMadeBetweenItsTwoLooks_HoldsTheAmount()
    {
        // The second look, which explains, reads the clock again.
        var budget = _clock.Budget();
        _clock.At(2, budget.Reserve(100m).Release);

        budget.TryReserve(60m, out var second).Should().BeTrue();

        second!.Amount.Should().Be(60m);
        budget.Reserved.Should().Be(60m);
    }

    [Fact]
    public void Reserve_OthersBeginToWaitBetweenItsTwoLooks_SaysThatNothingIsAvailable()
    {
        var budget = _clock.Budget();
        using var held = budget.Reserve(50m);
        _clock.At(2, () => _ = budget.Ask(60m));

        budget.Invoking(late => late.Reserve(80m)).Should().Throw<BudgetExceededException>().Which.Check.Available.Should().Be(0m);
    }

    [Theory]
    [InlineData("12:00:00", "00:01:00")]
    [InlineData("00:01:00", "00:01:00")]
    [InlineData("00:00:59.5000000", "00:00:59.5000000")]
    [InlineData("00:00:00.0020000", "00:00:00.0020000")]
    [InlineData("00:00:00.0000001", "00:00:00.0010000")]
    public void Timer_UntilTheEnd_SleepsAMinuteAtMostAndAMillisecondAtLeast(string untilTheEnd, string due)
    {
        _clock.GoTo(ManualClock.Midnight - TimeSpan.Parse(untilTheEnd, CultureInfo.InvariantCulture));
        var budget = Exhausted();

        budget.Ask(60m).IsCompleted.Should().BeFalse();

        _clock.LastDue.Should().Be(TimeSpan.Parse(due, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Timer_AfterEachKindOfEnd_IsDisposedOf()
    {
        var budget = _clock.Budget();
        var held = budget.Reserve(50m);
        using var cancel = new CancellationTokenSource();
        var granted = budget.Ask(60m);
        var refused = budget.Ask(95m);
        var cancelled = budget.AskUntil(60m, cancel.Token);
        _clock.Timers.Should().Be(1, "one timer serves all waiters");

        await cancel.CancelAsync();
        Waiting.Until(() => cancelled.IsCanceled);
        budget.UpdateLimit(90m);
        Waiting.Until(() => refused.IsFaulted);
        budget.ShouldHaveWaiting(granted);
        _clock.Timers.Should().Be(1);
        held.Release();
        granted.ShouldBeGranted();

        NoTimerIsLeft();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Timer_CancelledOrGrantedWhileItIsMade_IsDisposedOf(bool isCancelled)
    {
        var budget = _clock.Budget();
        var held = budget.Reserve(100m);
        using var cancel = new CancellationTokenSource();
        _clock.OnTimer = isCancelled ? cancel.Cancel : held.Release;

        var asked = budget.AskUntil(60m, cancel.Token);

        Waiting.Until(() => asked.IsCompleted);
        asked.IsCanceled.Should().Be(isCancelled);
        NoTimerIsLeft();
        held.Release();
        budget.Available.Should().Be(isCancelled ? 100m : 40m);
    }

    [Fact]
    public void Timer_CannotBeMade_ThrowsAndLeavesNothing()
    {
        var budget = _clock.Budget(maxWaiters: 1);
        budget.AddCost(50m);
        _clock.CannotMakeTimers = true;

        budget.Invoking(asked => { _ = asked.Ask(60m); }).Should().Throw<NotSupportedException>();

        budget.Available.Should().Be(50m);
        budget.TryReserve(50m, out _).Should().BeTrue();
        _clock.CannotMakeTimers = false;
        budget.Ask(60m).IsCompleted.Should().BeFalse("the one place in the line is free");
    }

    [Fact]
    public async Task RolloverAgainstCancel_EveryRound_EndsOneWayAndLeavesNoTimer()
    {
        var budget = _clock.Budget();
        for (var round = 0; round < 1000; round++)
        {
            budget.AddCost(100m);
            using var cancel = new CancellationTokenSource();
            var asked = budget.AskUntil(60m, cancel.Token);

            await Task.WhenAll(
                Task.Run(() => _clock.Advance(TimeSpan.FromDays(1)), CancellationToken.None),
                Task.Run(cancel.Cancel, CancellationToken.None)).Soon();

            if (await asked.ContinueWith(ended => ended.IsCompletedSuccessfully, TaskScheduler.Default).Soon())
                (await asked).Release();
            budget.Reset();
            NoTimerIsLeft();
            Assert.Equal((0m, 100m), (budget.Reserved, budget.Available));
        }
    }

    // The timer is disposed of after the task of the last waiter has completed, for the clock is foreign code.
    private void NoTimerIsLeft() => Waiting.Until(() => _clock.Timers == 0);

    /// <summary>A budget of 100 that is spent.</summary>
    private BudgetEnforcer Exhausted(BudgetPeriod period = BudgetPeriod.Daily)
    {
        var budget = _clock.Budget(period);
        budget.AddCost(100m);
        return budget;
    }
}
