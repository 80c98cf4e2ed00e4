using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <summary>Renews all meters that go by the same <see cref="TimeProvider"/>, each when it is due.</summary>
/// <remarks>Under its lock no foreign code runs, the clock and its timers included; only the lock of a meter is taken inside it.</remarks>
internal abstract class MeterClock
{
    private static readonly MeterThread OfSystem = new();
    private static readonly ConditionalWeakTable<TimeProvider, MeterTimer> Others = [];

    /// <summary>Guards the heap and what decides when to look at it next.</summary>
    protected object Sync { get; } = new();

    protected DueHeap MetersNeedsLock { get; } = new();

    internal static MeterClock Of(TimeProvider clock) => ReferenceEquals(clock, TimeProvider.System)
        ? OfSystem
        : Others.GetValue(clock, static clock => new MeterTimer(clock));

    /// <summary>
    /// Takes note of when a meter is due, as it says itself at this moment: so of calls that race with each other, the last is right.
    /// </summary>
    /// <remarks>A clock that throws does so through this; the meter is known by then, and renewed with the next one that is due.</remarks>
    internal void Update(CostMeter meter)
    {
        lock (Sync)
            MetersNeedsLock.Set(meter, meter.RenewAt);
        OnDueChanged();
    }

    /// <summary>Makes sure that it looks again when the earliest meter is due. Called outside the lock.</summary>
    protected abstract void OnDueChanged();

    /// <summary>Renews every meter that is due. It throws nothing, and one that fails does not stop the others.</summary>
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

    // Each is put off for a while, not taken out: where a renewal fails, or hangs in a foreign clock, the meter is not forgotten.
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
