namespace BudgetEnforcement.AspNetCore.Tests.Support;

/// <summary>The clock of the system, which throws when a test wants it to, and knows how many of its timers live.</summary>
internal sealed class BreakableClock : TimeProvider
{
    private int _living;

    internal bool BreaksReadings { get; set; }

    internal bool BreaksTimers { get; set; }

    internal int Living => Volatile.Read(ref _living);

    public override DateTimeOffset GetUtcNow() => BreaksReadings ? throw new IOException("The clock cannot be read.") : base.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (BreaksTimers)
            throw new IOException("The clock has no timers.");
        var timer = new Timer(this, base.CreateTimer(callback, state, dueTime, period));
        Interlocked.Increment(ref _living);
        return timer;
    }

    private sealed class Timer(BreakableClock clock, ITimer inner) : ITimer
    {
        private int _isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(dueTime, period);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
                Interlocked.Decrement(ref clock._living);
            inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
