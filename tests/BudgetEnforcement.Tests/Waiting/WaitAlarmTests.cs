using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.WaitingForRoom;

/// <summary>
/// The one timer of all waiters. It rings for the next waiter and stays as long as one needs it, also where waiters come or go while a thread sets it.
/// </summary>
public sealed class WaitAlarmTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(50);

    private readonly ManualClock _clock = new();
    private readonly FakeLogger<BudgetEnforcer> _log = new();
    private readonly BudgetEnforcer _root;
    private readonly BudgetEnforcer _patient;
    private readonly BudgetEnforcer _hasty;
    private readonly BudgetReservation _most;
    private readonly BudgetReservation _rest;

    public WaitAlarmTests()
    {
        _root = new BudgetEnforcer(new BudgetOptions { Name = "root", Limit = 100m }, _log, _clock);
        _patient = NewChild(Long);
        _hasty = NewChild(Short);
        (_most, _rest) = (_root.Reserve(60m), _root.Reserve(40m));
    }

    public void Dispose()
    {
        _most.Dispose();
        _rest.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Timer_OfAWaiterThatComesWhileItIsMadeOrSet_RingsForThatOneToo(int change)
    {
        Task<BudgetReservation>? hasty = null;
        AtChange(change, () => hasty = _hasty.Ask(50m));
        var patient = _patient.Ask(50m);
        _clock.Timers.Should().Be(1);

        _clock.Advance(Short);

        (await hasty!.Refusal()).Reason.Should().Be(BudgetRefusalReason.WaitedTooLong);
        _patient.ShouldHaveWaiting(patient);
        _clock.Advance(Long - Short);
        _patient.Waiters().Should().Be(0);
        Waiting.Until(() => _clock.Timers == 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Timer_OfAWaiterThatGoesWhileItIsMadeOrSet_IsDisposedOf(int change)
    {
        var granted = false;
        AtChange(change, () =>
        {
            TakenWorkItems.During(_most.Release).Should().ContainSingle().Which.Execute();
            granted = true;
        });

        var patient = _patient.Ask(50m);

        granted.Should().BeTrue();
        patient.ShouldBeGranted();
        _clock.Timers.Should().Be(0);
    }

    [Fact]
    public void Timer_OfSeveralWaiters_IsMadeOnce()
    {
        _ = _patient.Ask(50m);
        _ = _hasty.Ask(50m);
        _ = _hasty.Ask(50m);

        _clock.TimersMade.Should().Be(1);
        _clock.LastDue.Should().Be(Short);
    }

    [Fact]
    public void Waiters_WithoutAnEnd_NeedNoClock()
    {
        var endless = NewChild(longest: null);
        var (readings, timestamps) = (_clock.Readings, _clock.Timestamps);

        _ = endless.Ask(50m);

        (_clock.Readings, _clock.Timestamps, _clock.TimersMade).Should().Be((readings, timestamps, 0));
    }

    [Fact]
    public void Clock_GoneBackBehindAWaitOfAnyLength_IsMeasuredByAllTheSame()
    {
        var endless = NewChild(TimeSpan.MaxValue);
        var waiting = endless.Ask(50m);
        _clock.Set(ManualClock.Noon, TimeSpan.FromHours(-1));

        _ = _hasty.Ask(50m);

        _clock.Advance(Short);
        _hasty.Waiters().Should().Be(0);
        endless.ShouldHaveWaiting(waiting);
    }

    [Fact]
    public void Clock_ThatFailsWhenOneOfTheWaitersIsGranted_IsLogged()
    {
        var first = _patient.Ask(50m);
        var second = _hasty.Ask(50m);
        _clock.CannotSetTimers = true;

        _most.Release();

        first.ShouldBeGranted();
        Waiting.Until(() => _log.Collector.GetSnapshot().Any(record => record.Id.Name == "ClockFailed" && record.Level == LogLevel.Error));
        _hasty.ShouldHaveWaiting(second);
    }

    [Fact]
    public void Clock_ThatHangsWhenOneOfTheWaitersIsGranted_HoldsUpNoOutcome()
    {
        var first = _patient.Ask(50m);
        var second = _hasty.Ask(50m);
        using var mayGoOn = new ManualResetEventSlim();
        using var hangs = new ManualResetEventSlim();
        _clock.OnTimer = () =>
        {
            hangs.Set();
            mayGoOn.Wait();
        };

        _most.Release();

        Waiting.IsSet(hangs);
        var isGranted = first.IsCompletedSuccessfully;
        _clock.OnTimer = null;
        mayGoOn.Set();
        isGranted.Should().BeTrue();
        _hasty.ShouldHaveWaiting(second);
    }

    private BudgetEnforcer NewChild(TimeSpan? longest) =>
        _root.CreateChild(new BudgetOptions { Limit = 100m, MaxWaiters = 5, MaxWait = longest });

    /// <summary>Runs an action while the timer is made (change 1), or while it is set for the first time (change 2).</summary>
    private void AtChange(int number, Action action)
    {
        var changes = 0;
        _clock.OnTimer = () =>
        {
            if (++changes == number)
                action();
        };
    }
}
