using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <summary>
/// Charges a budget for time as it passes. It holds money for a slice of time ahead of the clock and renews the hold before the slice is
/// over, so that time and calls share one admission: when the next slice does not fit, <see cref="ExhaustedToken"/> is cancelled
/// <em>before</em> the limit is passed, and what is held pays for stopping.
/// </summary>
/// <remarks>
/// <para>
/// The cost is exactly rate × time, by the monotonic timestamps of the clock of the budget, or that of the increments that have begun, see
/// <see cref="CostMeterOptions.Increment"/>. Disposal records it to the tick. Time beyond the hold, because the process was stopped or the
/// job went on, is recorded all the same, as overage.
/// </para>
/// <para>
/// Time counts where the clock counts it. While a machine is suspended, the monotonic clock of Linux stands still, so that time is
/// <em>not</em> charged, although the machine may cost money; that of Windows goes on. Record it with <see cref="BudgetEnforcer.AddCost"/>
/// where it matters.
/// </para>
/// <para>
/// It holds no further ahead than to the next end of a period of the path, so each period is charged the time that passes in it. A renewal
/// that does not fit is tried again while the hold pays for more than a quarter of a slice, because others may release what they hold.
/// </para>
/// <para>
/// A meter that is neither disposed nor paused goes on charging, as the machine does, and keeps its budget alive. One background thread
/// renews all meters on the clock of the system; no handler, logger or busy thread pool can hold it up. Meters on another clock share one
/// timer of that clock. The exception of a clock goes to the caller, and nothing has changed; <see cref="Dispose"/> ends the meter all the
/// same.
/// </para>
/// </remarks>
/// <threadsafety>Every member may be called from any thread at any time, also from listeners of the budget.</threadsafety>
#pragma warning disable CA2213 // The source of ExhaustedToken outlives the meter, because callers may still read the token. It holds only memory.
public sealed partial class CostMeter : IDisposable, IAsyncDisposable
{
    /// <summary>The timestamp for "never".</summary>
    internal const long NotDue = long.MaxValue;

    private const decimal LargestRate = 1_000_000_000_000m;

    /// <summary>A renewal that did not fit is tried again after one in this many parts of a slice.</summary>
    private const int PartsBetweenTries = 16;

    private static readonly TimeSpan ShortestRetry = TimeSpan.FromMilliseconds(10);

    private readonly BudgetEnforcer _budget;
    private readonly TimeProvider _clock;
    private readonly long _ticksPerSecond;
    private readonly long _sliceTicks;
    private readonly MeteredHold _hold;
    private readonly CancellationTokenSource _exhausted = new();

    // Guards the fields below. Only arithmetic runs under it: no clock, no budget, no listener.
    private readonly object _sync = new();
    private Accrual _accrual;
    private long _lastAt;
    private long _renewAt;
    private long _order;
    private bool _hasPeriods;
    private StrongBox<BudgetCheck>? _refusal; // Of the slice that exhausted the meter; null while it is not exhausted.
    private bool _isDisposed;
    private MeterLinkedSource? _firstSource;

    private CostMeter(BudgetEnforcer budget, long ticksPerSecond, long sliceTicks, in Accrual accrual, MeteredHold hold)
    {
        _budget = budget;
        _clock = budget.TimeProvider;
        _ticksPerSecond = ticksPerSecond;
        _sliceTicks = sliceTicks;
        _accrual = accrual;
        _hold = hold;
        RetryTicks = Math.Max(Math.Max(sliceTicks / PartsBetweenTries, Ticks(ShortestRetry, ticksPerSecond)), 1);
        hold.RetryTime = RetryTime;
    }

    /// <summary>The rate that is charged now, per hour, in the currency of the budget.</summary>
    public decimal RatePerHour
    {
        get
        {
            lock (_sync)
                return _accrual.RatePerHour;
        }
    }

    /// <summary>The cost of the time until now, recorded or not, with the increments that have begun; pauses cost nothing.</summary>
    public decimal Cost => TotalNow().ToDecimal(roundUp: true);

    /// <summary>The part of <see cref="Cost"/> that is not recorded yet: it is held, unless the meter is exhausted.</summary>
    public decimal PendingCost
    {
        get
        {
            var total = TotalNow();
            _budget.ReadMetering(_hold, out var recorded, out _);
            return Money.SubtractToZero(total, recorded).ToDecimal(roundUp: true);
        }
    }

    /// <summary>The time until now in which it charged: without pauses, and not rounded to increments.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            var now = _clock.GetTimestamp();
            long ticks;
            lock (_sync)
                ticks = _accrual.TicksUntil(LatestNeedsLock(now));
            return TimeOf(ticks);
        }
    }

    /// <summary>Whether it is charging: neither paused nor disposed.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_sync)
                return _accrual.IsRunning;
        }
    }

    /// <summary>The last timestamp that it has seen; once disposed, that of the end.</summary>
    internal long LastAt
    {
        get
        {
            lock (_sync)
                return _lastAt;
        }
    }

    /// <summary>When the meter must be renewed; <see cref="NotDue"/> while it does not run.</summary>
    internal long RenewAt
    {
        get
        {
            lock (_sync)
                return _renewAt;
        }
    }

    /// <summary>The time after which it tries again when a renewal did not fit or failed.</summary>
    internal long RetryTicks { get; }

    /// <inheritdoc cref="RetryTicks"/>
    internal TimeSpan RetryTime => TimeOf(RetryTicks);

    /// <summary>
    /// The index of the meter in the heap of its <see cref="MeterClock"/>, below 0 where it is not in it. The lock of the clock guards it.
    /// </summary>
    internal int IndexInHeap { get; set; } = -1;

    /// <summary>When its <see cref="MeterClock"/> must look at the meter. The lock of the clock guards it.</summary>
    internal long DueInHeap { get; set; }

    internal static void ThrowIfNoRate(decimal ratePerHour, [CallerArgumentExpression(nameof(ratePerHour))] string? name = null)
    {
        Money.ThrowIfNegative(ratePerHour, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ratePerHour, LargestRate, name);
    }

    /// <summary>
    /// The reports of the path, the budget of the meter first, and the cost that is charged but not recorded yet, of one instant.
    /// </summary>
    internal IReadOnlyList<BudgetReport> ReadPath(out decimal pendingCost)
    {
        // A cost that is recorded between these two lines is in the reports and not pending.
        var total = TotalNow();
        var path = _budget.GetPath(_hold, out var recorded);
        pendingCost = Money.SubtractToZero(total, recorded).ToDecimal(roundUp: true);
        return path;
    }

    private static long Ticks(TimeSpan time, long ticksPerSecond) => (long)((Int128)time.Ticks * ticksPerSecond / TimeSpan.TicksPerSecond);

    private TimeSpan TimeOf(long ticks) => new((long)((Int128)ticks * TimeSpan.TicksPerSecond / _ticksPerSecond));

    private Money TotalNow()
    {
        var now = _clock.GetTimestamp();
        lock (_sync)
            return _accrual.TotalUntil(LatestNeedsLock(now));
    }
}
