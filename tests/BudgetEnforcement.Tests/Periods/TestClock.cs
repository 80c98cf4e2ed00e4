using Microsoft.Extensions.Time.Testing;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>A clock that is put by hand, counts its timers and can fail.</summary>
internal sealed class TestClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private int _timers;
    private int _timersMade;
    private int _readings;
    private long _adjusted;
    private Action? _onTimestamp;

    internal TestClock()
        : this(Noon)
    {
    }

    /// <summary>A Wednesday, the last day but one of a month.</summary>
    internal static DateTimeOffset Noon { get; } = new(2024, 10, 30, 12, 0, 0, TimeSpan.Zero);

    internal static DateTimeOffset Midnight { get; } = new(2024, 10, 31, 0, 0, 0, TimeSpan.Zero);

    internal static DateTimeOffset November { get; } = new(2024, 11, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How many timers are not disposed of.</summary>
    internal int Timers => Volatile.Read(ref _timers);

    internal int TimersMade => Volatile.Read(ref _timersMade);

    internal int Readings => Volatile.Read(ref _readings);

    /// <summary>When the timer that was set last is due.</summary>
    internal TimeSpan LastDue { get; private set; }

    internal bool IsBroken { get; set; }

    internal Action? OnCreateTimer { get; set; }

    public override DateTimeOffset GetUtcNow()
    {
        Interlocked.Increment(ref _readings);
        return IsBroken ? throw new InvalidOperationException("The clock is broken.") : base.GetUtcNow();
    }

    /// <summary>What happens once, the next time that somebody reads how much time has passed.</summary>
    internal Action? OnTimestamp
    {
        get => _onTimestamp;
        set => _onTimestamp = value;
    }

    public override long GetTimestamp()
    {
        Interlocked.Exchange(ref _onTimestamp, null)?.Invoke();
        return base.GetTimestamp() - Interlocked.Read(ref _adjusted);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        OnCreateTimer?.Invoke();
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Interlocked.Increment(ref _timers);
        Interlocked.Increment(ref _timersMade);
        return new CountedTimer(this, timer);
    }

    /// <summary>Sets the calendar, in either direction: no time passes, and no timer fires.</summary>
    internal new void AdjustTime(DateTimeOffset value)
    {
        Interlocked.Add(ref _adjusted, (value - base.GetUtcNow()).Ticks);
        base.AdjustTime(value);
    }

    /// <summary>Goes on to an instant; timers that are due fire.</summary>
    internal void GoTo(DateTimeOffset instant) => SetUtcNow(instant);

    private sealed class CountedTimer(TestClock clock, ITimer timer) : ITimer
    {
        private int _isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.LastDue = dueTime;
            return timer.Change(dueTime, period);
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
                Interlocked.Decrement(ref clock._timers);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
