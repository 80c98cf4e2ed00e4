namespace BudgetEnforcement.Soak;

/// <summary>
/// A clock that throws now and then at any call, is in another year for a moment, and calls its timers back under the lock under which it reads the time.
/// Only its calendar jumps: elapsed time is right.
/// </summary>
internal sealed class HostileClock(TimerCount timers, Random random) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly SoakClock _clock = new(timers);
    private bool _isHostile = true;

    /// <summary>Whether it is still hostile.</summary>
    internal bool IsHostile
    {
        get => Volatile.Read(ref _isHostile);
        set => Volatile.Write(ref _isHostile, value);
    }

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            if (!OneIn(16))
                return now;
            return random.Next(4) switch
            {
                0 => now.AddYears(10),
                1 => now.AddYears(-10),
                2 => now.AddHours(random.Next(-30, 30)),
                _ => throw new InvalidOperationException("The calendar is broken."),
            };
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
            return OneIn(64) ? throw new InvalidOperationException("The clock is broken.") : _clock.GetTimestamp();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            if (OneIn(16))
                throw new InvalidOperationException("The clock has no timer left.");
            return new HostileTimer(this, _clock.CreateTimer(CallBackUnderLock, state, dueTime, period));
        }

        void CallBackUnderLock(object? state)
        {
            lock (_gate)
                callback(state);
        }
    }

    private bool OneIn(int times) => IsHostile && random.Next(times) == 0;

    private sealed class HostileTimer(HostileClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
                return clock.OneIn(16) ? throw new InvalidOperationException("A timer is broken.") : timer.Change(dueTime, period);
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
