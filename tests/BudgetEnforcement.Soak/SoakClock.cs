namespace BudgetEnforcement.Soak;

/// <summary>Real time with a calendar that can be moved forward. It counts the timers that were made and not disposed of.</summary>
internal sealed class SoakClock(TimerCount timers) : TimeProvider
{
    private long _ahead;

    public override long TimestampFrequency => System.TimestampFrequency;

    internal TimerCount Timers { get; } = timers;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));

    public override long GetTimestamp() => System.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new CountedTimer(System.CreateTimer(callback, state, dueTime, period), Timers);

    internal void Advance(TimeSpan time) => Interlocked.Add(ref _ahead, time.Ticks);

    private sealed class CountedTimer : ITimer
    {
        private readonly ITimer _inner;
        private readonly TimerCount _count;
        private int _isDisposed;

        internal CountedTimer(ITimer inner, TimerCount count)
        {
            (_inner, _count) = (inner, count);
            count.Add(1);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => _inner.Change(dueTime, period);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
                _count.Add(-1);
            _inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>How many timers are there now, of all clocks that share this.</summary>
internal sealed class TimerCount
{
    private int _count;

    internal int Value => Volatile.Read(ref _count);

    internal void Add(int change) => Interlocked.Add(ref _count, change);
}
