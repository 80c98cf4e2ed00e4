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

    [Fact]
    public void Waiters_OfUnequalArrival_EachWaitAsLongAsTheyMay()
    {
        using var held = _budget.Reserve(80m);
        var asked = new List<Task<BudgetReservation>>();
        for (var i = 0; i < 5; i++)
        {
            asked.Add(_budget.Ask(50m));
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        _clock.Advance(TimeSpan.FromSeconds(40));
        for (var gone = 1; gone <= 5; gone++)
        {
            Waiting.Until(() => asked[gone - 1].IsFaulted);
            _budget.ShouldHaveWaiting([.. asked.Skip(gone)]);
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        Waiting.Until(() => _clock.Timers == 0);
    }

    [Fact]
    public void Waiters_OfUnequalPatience_AreRefusedByWhatTheAskedBudgetAllows()
    {
        var hasty = _budget.CreateChild(new BudgetOptions { Limit = 100m, MaxWaiters = 5, MaxWait = TimeSpan.FromSeconds(1) });
        var patient = _budget.CreateChild(new BudgetOptions { Limit = 100m, MaxWaiters = 5 });
        using var held = _budget.Reserve(80m);
        var (first, second, third) = (patient.Ask(50m), _budget.Ask(50m), hasty.Ask(50m));

        _clock.Advance(TimeSpan.FromSeconds(1));
        Waiting.Until(() => third.IsFaulted);
        _budget.ShouldHaveWaiting(second);
        _clock.Advance(Longest);
        Waiting.Until(() => second.IsFaulted);

        patient.ShouldHaveWaiting(first);
    }

    [Fact]
    public void WaitedTooLong_TheFirst_ServesThoseBehindIt()
    {
        using var held = _budget.Reserve(80m);
        var big = _budget.Ask(50m);
        _clock.Advance(TimeSpan.FromSeconds(10));
        var small = _budget.Ask(20m);

        _clock.Advance(TimeSpan.FromSeconds(80));

        small.ShouldBeGranted();
        Waiting.Until(() => big.IsFaulted);
    }

    [Fact]
    public void Granted_InTime_IsNotRefusedLater()
    {
        var held = _budget.Reserve(80m);
        var asked = _budget.Ask(50m);
        _clock.Advance(TimeSpan.FromSeconds(10));
        held.Release();

        _clock.Advance(Longest);

        asked.ShouldBeGranted();
        _budget.Reserved.Should().Be(50m);
        Waiting.Until(() => _clock.Timers == 0);
    }

    [Fact]
    public void ReserveAsync_FitsAtOnce_SetsNoTimer()
    {
        _budget.Ask(50m).IsCompletedSuccessfully.Should().BeTrue();

        _clock.TimersMade.Should().Be(0);
    }

    [Fact]
    public void WaitedTooLong_WithoutHope_IsRefusedToo()
    {
        _budget.AddCost(80m);
        var asked = _budget.Ask(50m);

        _clock.Advance(Longest);

        Waiting.Until(() => asked.IsFaulted);
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
    public void MaxWait_PeriodEndsBefore_ServesThen()
    {
        var day = New(BudgetPeriod.Daily);
        _clock.GoTo(ManualClock.Midnight.AddMinutes(-1));
        day.AddCost(80m);
        var asked = day.Ask(50m);

        _clock.Advance(TimeSpan.FromMinutes(1));

        asked.ShouldBeGranted();
    }

    [Fact]
    public async Task MaxWait_GoesByTheTimeThatPassesAndNotByTheCalendar()
    {
        using var held = _budget.Reserve(80m);
        var asked = _budget.Ask(50m);

        _clock.SetCalendar(ManualClock.Noon.AddYears(1)); // Somebody sets the calendar.
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
