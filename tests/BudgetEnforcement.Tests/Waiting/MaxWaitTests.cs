using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.WaitingForRoom;

/// <summary>The longest that a call waits.</summary>
public sealed class MaxWaitTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private readonly ManualClock _clock = new();
    private readonly FakeLogger<BudgetEnforcer> _log = new();
    private readonly BudgetEnforcer _budget;

    public MaxWaitTests() => _budget = New();

    [Fact]
    public async Task ReserveAsync_AsLongAsItMay_IsRefusedWithTheReasonAndNotBefore()
    {
        using var held = _budget.Reserve(80m);
        var asked = _budget.Ask(50m);

        _clock.Advance(Longest - TimeSpan.FromMilliseconds(1));
        _budget.ShouldHaveWaiting(asked);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        _budget.Waiters().Should().Be(0);
        var refusal = await asked.Refusal();
        refusal.Reason.Should().Be(BudgetRefusalReason.WaitedTooLong);
        refusal.Check.Should().Match<BudgetCheck>(check => check.RequiredAmount == 50m && check.Reserved == 80m && !check.IsAvailable);
        Waiting.Until(() => _log.Collector.GetSnapshot().Any(record => record.Id.Name == "Refused"));
    }

    [Theory]
    [InlineData(0, 50, BudgetRefusalReason.NoRoom)]
    [InlineData(5, 101, BudgetRefusalReason.NeverFits)]
    public async Task ReserveAsync_RefusedAtOnce_NeedsNoClock(int maxWaiters, int amount, BudgetRefusalReason reason)
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m, MaxWaiters = maxWaiters, MaxWait = Longest }, timeProvider: _clock);
        using var held = budget.Reserve(80m);
        _clock.IsBroken = true;

        (await budget.Ask(amount).Refusal()).Reason.Should().Be(reason);
    }

    [Fact]
    public async Task ReserveAsync_ThatHasToWaitWhenTheClockFails_ThrowsWhatTheClockThrows()
    {
        using var held = _budget.Reserve(80m);
        _clock.FailingTimestamps = 1;

        await _budget.Invoking(it => it.Ask(50m)).Should().ThrowAsync<NotSupportedException>();

        _budget.Waiters().Should().Be(0);
        _budget.Reserved.Should().Be(80m);
    }

    [Fact]
    public void MaxWaitersAndMaxWait_OfABudget_AreThoseOfItsOptions()
    {
        var patient = new BudgetEnforcer(new BudgetOptions { Limit = 1m, MaxWaiters = 7, MaxWait = Longest });
        var impatient = patient.CreateChild(new BudgetOptions { Limit = 1m });

        (patient.MaxWaiters, patient.MaxWait, impatient.MaxWaiters, impatient.MaxWait).Should().Be((7, Longest, 0, null));
        new BudgetEnforcer(new BudgetOptions { Limit = 1m, MaxWait = Longest }).MaxWait.Should().Be(Longest, "it counts once a reload lets some wait");
    }

    [Fact]
    public void MaxWait_LongerThanAnyClockRuns_NeverEnds()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m, MaxWaiters = 1, MaxWait = TimeSpan.MaxValue }, timeProvider: _clock);
        using var held = budget.Reserve(80m);
        var asked = budget.Ask(50m);

        _clock.Advance(TimeSpan.FromDays(1));

        budget.ShouldHaveWaiting(asked);
    }

    [Fact]
    public async Task MaxWait_GoesByTheTimeThatPassesAndNotByTheCalendar()
    {
        using var held = _budget.Reserve(80m);
        var asked = _budget.Ask(50m);

        _clock.SetCalendar(ManualClock.Noon.AddYears(1)); // The calendar is set forward by a year; no time passes.
        _ = _budget.GetStatus();
        _budget.ShouldHaveWaiting(asked);
        _clock.Advance(Longest);

        (await asked.Refusal()).Reason.Should().Be(BudgetRefusalReason.WaitedTooLong);
    }

    [Fact]
    public void Timer_FailsOnce_ComesAgain()
    {
        using var held = _budget.Reserve(80m);
        var asked = _budget.Ask(50m);
        _clock.IsBroken = true;
        _clock.Advance(Longest);
        Waiting.Until(() => _log.Collector.GetSnapshot().Any(record => record.Id.Name == "ClockFailed" && record.Level == LogLevel.Error));
        _budget.Waiters().Should().Be(1);

        _clock.IsBroken = false;
        _clock.Advance(TimeSpan.FromMinutes(1));

        Waiting.Until(() => asked.IsFaulted);
    }

    private BudgetEnforcer New(BudgetPeriod period = BudgetPeriod.None) => new(
        new BudgetOptions { Limit = 100m, MaxWaiters = 5, MaxWait = Longest, Period = period }, _log, _clock);
}
