using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <summary>Renews all meters of one <see cref="TimeProvider"/>, each when it is due.</summary>
/// <remarks>
/// No foreign code runs under its lock, not even the clock and its timers. The only lock taken inside it is that of a meter.
/// </remarks>
internal abstract class MeterClock
{
    private static readonly MeterThread OfSystem = new();
    private static readonly ConditionalWeakTable<TimeProvider, MeterTimer> Others = [];

    /// <summary>Guards the heap and the fields that decide when to look at it next.</summary>
    protected object Sync { get; } = new();

    protected DueHeap MetersNeedsLock { get; } = new();

    internal static MeterClock Of(TimeProvider clock) => ReferenceEquals(clock, TimeProvider.System)
        ? OfSystem
        : Others.GetValue(clock, static clock => new MeterTimer(clock));

    /// <summary>
    /// Notes when a meter is due. It reads that time from the meter under the lock, so the last of several racing calls is right.
    /// </summary>
    /// <remarks>
    /// The exception of a clock goes to the caller. The meter is noted by then, and is renewed together with the next meter that is due.
    /// </remarks>
    internal void Update(CostMeter meter)
    {
        lock (Sync)
            MetersNeedsLock.Set(meter, meter.RenewAt);
        OnDueChanged();
    }

    /// <summary>Makes sure that RenewDue runs when the earliest meter is due. Called outside the lock.</summary>
    protected abstract void OnDueChanged();

    /// <summary>Renews every meter that is due. It throws nothing; a meter that fails does not stop the others.</summary>
    protected void RenewDue(long now)
    {
        foreach (var meter in TakeDue(now))
        {
            if (!meter.RenewIfDue())
                continue;
            lock (Sync)
                MetersNeedsLock.Set(meter, meter.RenewAt);
        }
    }

    // The due meters are postponed and not removed, so that a meter whose renewal fails, or hangs in a foreign clock, is not forgotten.
    private List<CostMeter> TakeDue(long now)
    {
        var due = new List<CostMeter>();
        lock (Sync)
        {
            while (MetersNeedsLock.EarliestDue <= now)
            {
                var meter = MetersNeedsLock.Earliest;
                due.Add(meter);
                MetersNeedsLock.Set(meter, now + meter.RetryTicks);
            }
        }

        return due;
    }
}
