using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <summary>One timer for all meters that go by the same <see cref="TimeProvider"/>; none while there are none.</summary>
internal sealed class MeterClock(TimeProvider clock)
{
    // A meter is due at half of its slice, so looking four times a slice leaves it a quarter at least.
    private const int LooksPerSlice = 4;

    private static readonly ConditionalWeakTable<TimeProvider, MeterClock> Clocks = [];

    private readonly object _sync = new();
    private readonly List<CostMeter> _meters = [];
    private ITimer? _timer;
    private TimeSpan _period;

    internal static MeterClock Of(TimeProvider clock) => Clocks.GetValue(clock, static clock => new MeterClock(clock));

    internal void Add(CostMeter meter)
    {
        var period = meter.Slice / LooksPerSlice;

        // The clock is foreign code, but all that it may call back is a tick, and that takes this lock only to copy the list.
        lock (_sync)
        {
            if (_timer is null)
            {
                _timer = CreateTimer(period);
                _period = period;
            }
            else if (period < _period)
            {
                _timer.Change(period, period);
                _period = period;
            }

            _meters.Add(meter);
        }
    }

    internal void Remove(CostMeter meter)
    {
        ITimer? timer = null;
        lock (_sync)
        {
            _meters.Remove(meter);
            if (_meters.Count == 0)
                (timer, _timer) = (_timer, null);
        }

        timer?.Dispose();
    }

    // The timer serves all meters, so it must not carry the context, a tenant or a trace, of whoever started the first.
    private ITimer CreateTimer(TimeSpan period)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return Create();
        using (ExecutionContext.SuppressFlow())
            return Create();

        ITimer Create() => clock.CreateTimer(static self => ((MeterClock)self!).Tick(), this, period, period);
    }

    // Ticks may overlap: where a listener of one budget takes long, the next tick looks after the other meters.
    private void Tick()
    {
        CostMeter[] meters;
        lock (_sync)
            meters = [.. _meters];
        foreach (var meter in meters)
            meter.RenewIfDue();
    }
}
