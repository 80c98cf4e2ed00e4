using Microsoft.Extensions.Time.Testing;

namespace BudgetEnforcement.Tests.Metering;

/// <summary>A clock that moves only by hand and counts its timers; where it is frozen, they never fire, as in a process that is suspended.</summary>
internal sealed class MeteringClock(bool isFrozen = false) : FakeTimeProvider(new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero))
{
    private int _made;
    private int _living;

    internal int TimersMade => Volatile.Read(ref _made);

    internal int TimersLiving => Volatile.Read(ref _living);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _made);
        Interlocked.Increment(ref _living);
        return new CountedTimer(this, isFrozen ? null : base.CreateTimer(callback, state, dueTime, period));
    }

    /// <summary>Lets time pass in small steps: <see cref="FakeTimeProvider.Advance"/> alone jumps to the end before any timer fires.</summary>
    internal void AdvanceSeconds(double seconds)
    {
        var step = TimeSpan.FromSeconds(0.25);
        var left = TimeSpan.FromSeconds(seconds);
        for (; left > step; left -= step)
            Advance(step);
        Advance(left);
    }

    private sealed class CountedTimer(MeteringClock clock, ITimer? inner) : ITimer
    {
        private int _isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => inner?.Change(dueTime, period) ?? true;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
                return;
            Interlocked.Decrement(ref clock._living);
            inner?.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
