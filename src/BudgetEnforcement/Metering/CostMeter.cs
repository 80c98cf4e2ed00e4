using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <summary>
/// Charges a budget for time as it passes. It holds money for a slice of time ahead of the clock and renews the hold before the slice is
/// over, so that time and calls share one admission: when the next slice does not fit, <see cref="ExhaustedToken"/> is cancelled
/// <em>before</em> the limit is passed, and what is held pays for stopping.
/// </summary>
/// <remarks>
/// <para>
/// The cost is exactly rate × time, on the monotonic timestamps of the clock of the budget, or that of the increments that have begun, see
/// <see cref="CostMeterOptions.Increment"/>. Disposal records it to the tick. What was not seen in time, because the process was stopped or
/// the job went on, is recorded all the same, as overage.
/// </para>
/// <para>
/// Time counts where the clock counts it. While a machine is suspended, the monotonic clock of Linux stands still, so that time is
/// <em>not</em> charged, although the machine may cost money; that of Windows goes on. Record it with <see cref="BudgetEnforcer.AddCost"/>
/// where it matters.
/// </para>
/// <para>
/// It holds no further ahead than to the next end of a period of the path, so each period is charged the time that passes in it. A renewal
/// that does not fit is tried again while what is held pays for more than a quarter of a slice, for others may give back what they hold.
/// </para>
/// <para>
/// A meter that is neither disposed nor paused goes on charging, as the machine does, and keeps its budget alive. All meters on the clock of
/// the system are renewed by one thread of their own, which no handler, logger or busy thread pool can hold up; those on another clock
/// share one timer of it. A clock that throws does so to the caller, and nothing has changed; <see cref="Dispose"/> ends the meter all the
/// same.
/// </para>
/// </remarks>
/// <threadsafety>Every member may be called from any thread at any time, also from listeners of the budget.</threadsafety>
#pragma warning disable CA2213 // The source of ExhaustedToken outlives the meter: the token may still be looked at. It holds only memory.
public sealed partial class CostMeter : IDisposable, IAsyncDisposable
{
    /// <summary>What stands for "at no time".</summary>
    internal const long NotDue = long.MaxValue;

    private const decimal LargestRate = 1_000_000_000_000m;

    private static readonly TimeSpan ShortestRetry = TimeSpan.FromMilliseconds(10);

    private readonly BudgetEnforcer _budget;
    private readonly TimeProvider _clock;
    private readonly long _ticksPerSecond;
    private readonly long _sliceTicks;
    private readonly MeteredHold _hold;
    private readonly CancellationTokenSource _exhausted = new();

    // Guards what follows. Under it there is arithmetic only: no clock, no budget, no listener.
    private readonly object _sync = new();
    private Accrual _accrual;
    private long _lastAt;
    private long _renewAt;
    private long _order;
    private bool _hasPeriods;
    private bool _isExhausted;
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
        RetryTicks = Math.Max(Math.Max(sliceTicks / 16, Ticks(ShortestRetry, ticksPerSecond)), 1);
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

    /// <summary>What the time until now costs, recorded or not, with the increments that have begun; pauses cost nothing.</summary>
    public decimal Cost => TotalNow().ToDecimal(roundUp: true);

    /// <summary>What part of <see cref="Cost"/> is not recorded yet: it is held, unless the meter is exhausted.</summary>
    public decimal PendingCost
    {
        get
        {
            var total = TotalNow();
            _budget.ReadMetering(_hold, out var recorded, out _);
            return Money.SubtractToZero(total, recorded).ToDecimal(roundUp: true);
        }
    }

    /// <summary>The time that passed while it charged, until now: without pauses, and not rounded to increments.</summary>
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

    /// <summary>When it is to be renewed; <see cref="NotDue"/> while it does not run.</summary>
    internal long RenewAt
    {
        get
        {
            lock (_sync)
                return _renewAt;
        }
    }

    /// <summary>How long after a renewal that did not fit, or that failed, it tries again.</summary>
    internal long RetryTicks { get; }

    /// <inheritdoc cref="RetryTicks"/>
    internal TimeSpan RetryTime => TimeOf(RetryTicks);

    /// <summary>Its place among those that are due, under the lock of the <see cref="MeterClock"/>; below 0 where it has none.</summary>
    internal int IndexInHeap { get; set; } = -1;

    /// <summary>When its <see cref="MeterClock"/> is to look at it, under the lock of that.</summary>
    internal long DueInHeap { get; set; }

    internal static void ThrowIfNoRate(decimal ratePerHour, [CallerArgumentExpression(nameof(ratePerHour))] string? name = null)
    {
        Money.ThrowIfNegative(ratePerHour, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ratePerHour, LargestRate, name);
    }

    /// <summary>The reports of the path, the budget of the meter first, and what is charged but not recorded yet, of one instant.</summary>
    internal IReadOnlyList<BudgetReport> ReadPath(out decimal pendingCost)
    {
        // What is recorded between the two lines is in the reports, and then not pending.
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
