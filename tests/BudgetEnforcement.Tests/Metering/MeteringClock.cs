using Microsoft.Extensions.Time.Testing;

namespace BudgetEnforcement.Tests.Metering;

/// <summary>
/// A clock that moves only by hand, counts its timers, and fails where a test says so. Where it is frozen, its timers never fire, as in a
/// process that is stopped.
/// </summary>
internal sealed class MeteringClock(bool isFrozen = false) : FakeTimeProvider(new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero))
{
    private int _made;
    private int _living;
    private int _fired;
    private int _failingReads;

    internal int TimersMade => Volatile.Read(ref _made);

    internal int TimersLiving => Volatile.Read(ref _living);

    internal int TimersFired => Volatile.Read(ref _fired);

    /// <summary>How many readings of the timestamp fail from now on.</summary>
    internal int FailingReads
    {
        get => Volatile.Read(ref _failingReads);
        set => Volatile.Write(ref _failingReads, value);
    }

    internal bool CannotMakeTimers { get; set; }

    internal bool CannotSetTimers { get; set; }

    /// <summary>What happens while a timer is made, set or disposed of.</summary>
    internal Action? OnTimer { get; set; }

    /// <summary>What happens when the timestamp is read.</summary>
    internal Func<int>? OnRead { get; set; }

    /// <summary>What the calendar says in place of the right instant.</summary>
    internal Func<DateTimeOffset, DateTimeOffset>? OnUtcNow { get; set; }

    public override DateTimeOffset GetUtcNow() => OnUtcNow is { } corrected ? corrected(base.GetUtcNow()) : base.GetUtcNow();

    public override long GetTimestamp()
    {
        OnRead?.Invoke();
        if (FailingReads > 0)
        {
            FailingReads--;
            throw new NotSupportedException("The clock fails.");
        }

        return base.GetTimestamp();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (CannotMakeTimers)
            throw new NotSupportedException("The clock makes no timers.");
        OnTimer?.Invoke();
        Interlocked.Increment(ref _made);
        Interlocked.Increment(ref _living);
        return new CountedTimer(this, isFrozen ? null : base.CreateTimer(Fire, null, dueTime, period));

        void Fire(object? nothing)
        {
            Interlocked.Increment(ref _fired);
            callback(state);
        }
    }

    /// <summary>Lets time pass in small steps: <see cref="FakeTimeProvider.Advance"/> alone jumps to the end before any timer fires.</summary>
    internal void AdvanceSeconds(double seconds) => AdvanceBy(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(0.25));

    /// <inheritdoc cref="AdvanceSeconds"/>
    internal void AdvanceBy(TimeSpan time, TimeSpan step)
    {
        var left = time;
        for (; left > step; left -= step)
            Advance(step);
        Advance(left);
    }

    private sealed class CountedTimer(MeteringClock clock, ITimer? inner) : ITimer
    {
        private int _isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (clock.CannotSetTimers)
                throw new NotSupportedException("The clock sets no timers.");
            clock.OnTimer?.Invoke();
            return inner?.Change(dueTime, period) ?? true;
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
                return;
            Interlocked.Decrement(ref clock._living);
            inner?.Dispose();
            clock.OnTimer?.Invoke();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
