using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <summary>
/// Charges a budget for time as it passes. It holds money for a slice of time ahead of the clock and renews the hold before the slice is
/// over, so that time and calls share one admission: when the next slice does not fit, <see cref="ExhaustedToken"/> is cancelled
/// <em>before</em> the limit is passed, and what is held pays for stopping.
/// </summary>
/// <remarks>
/// <para>
/// The cost is exactly rate × time, on the monotonic timestamps of the clock of the budget; disposal commits it to the tick. What was not
/// seen in time, because the process was suspended or the job did not stop, is recorded all the same, as overage.
/// </para>
/// <para>
/// A meter that is neither disposed nor paused goes on charging, as the machine does, and keeps its budget alive. All meters on one clock
/// share one timer.
/// </para>
/// </remarks>
/// <threadsafety>Every member may be called from any thread at any time, also from listeners of the budget.</threadsafety>
#pragma warning disable CA2213 // The source of ExhaustedToken outlives the meter: whoever has the token may still look at it. It holds only memory.
public sealed partial class CostMeter : IDisposable, IAsyncDisposable
{
    private const decimal LargestRate = 1_000_000_000_000m;

    private readonly BudgetEnforcer _budget;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _exhausted = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OneAtATime<Request> _requests;
    private readonly object _sync = new();

    // Guarded by _sync.
    private bool _isDisposed;
    private Accrual _accrual;
    private long _renewAt;

    // Written only by the one thread at a time that carries requests out.
    private BudgetReservation? _held;
    private long _lastAt;

    internal CostMeter(BudgetEnforcer budget, decimal ratePerHour, TimeSpan slice)
    {
        _budget = budget;
        _clock = budget.TimeProvider;
        _requests = new OneAtATime<Request>(request => Do(request));
        Slice = slice;
        _held = budget.Reserve(SliceCost(ratePerHour));
        var now = _clock.GetTimestamp();
        _accrual = new Accrual(ratePerHour, now, _clock.TimestampFrequency);
        _renewAt = now + HalfSlice;
    }

    private enum RequestKind
    {
        Renew,
        ChangeRate,
        Pause,
        Resume,
        Stop,
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

    /// <summary>What the time until now costs, recorded or not; pauses cost nothing.</summary>
    public decimal Cost
    {
        get
        {
            var now = _clock.GetTimestamp();
            lock (_sync)
                return _accrual.CostUntil(now);
        }
    }

    /// <summary>What part of <see cref="Cost"/> is not recorded yet: it is held, unless the meter is exhausted.</summary>
    public decimal PendingCost
    {
        get
        {
            var now = _clock.GetTimestamp();
            lock (_sync)
                return _accrual.DueAt(now);
        }
    }

    /// <summary>The time that was charged until now, without pauses.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            var now = _clock.GetTimestamp();
            lock (_sync)
                return _clock.GetElapsedTime(0, _accrual.TicksUntil(now));
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

    /// <summary>
    /// A token that is cancelled when the next slice of time does not fit into the budget or one above it; others who wait for room do not
    /// count. After a renewal that did not fit, at least a quarter of a slice is paid for:
    /// stop, and dispose of the meter. Callbacks run on the thread that renews, which is one of a timer or of a caller of this meter; what
    /// they throw is logged. Once cancelled it stays so, also after a top-up.
    /// </summary>
    public CancellationToken ExhaustedToken => _exhausted.Token;

    internal TimeSpan Slice { get; }

    /// <summary>The timestamp of the last request that was carried out; once disposed, of the end.</summary>
    internal long LastAt => Interlocked.Read(ref _lastAt);

    private long HalfSlice => TicksOf(Slice / 2);

    /// <summary>Charges another rate from now on; what has passed is recorded at the old one.</summary>
    /// <param name="ratePerHour">What one hour costs, in the currency of the budget; from 0 to 10¹², both included.</param>
    /// <remarks>
    /// Where a slice at the new rate does not fit, <see cref="ExhaustedToken"/> is cancelled, and the time is charged at the new rate all
    /// the same.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ratePerHour"/> is out of its range.</exception>
    /// <exception cref="ObjectDisposedException">The meter is disposed.</exception>
    public void ChangeRate(decimal ratePerHour)
    {
        ThrowIfNoRate(ratePerHour);
        ThrowIfDisposed();
        Carry(RequestKind.ChangeRate, ratePerHour);
    }

    /// <summary>
    /// Records what has passed, holds nothing and charges nothing until <see cref="Resume"/>. Does nothing where it is paused already.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The meter is disposed.</exception>
    public void Pause()
    {
        ThrowIfDisposed();
        Carry(RequestKind.Pause);
    }

    /// <summary>Charges from now on again. Does nothing where it is not paused.</summary>
    /// <remarks>Where a slice does not fit, <see cref="ExhaustedToken"/> is cancelled, and the time is charged all the same.</remarks>
    /// <exception cref="ObjectDisposedException">The meter is disposed.</exception>
    public void Resume()
    {
        ThrowIfDisposed();
        Carry(RequestKind.Resume);
    }

    /// <summary>Records the exact cost until now and frees what is held beyond it.</summary>
    /// <remarks>
    /// Where another thread is at a renewal this very moment, that thread records the cost right after, so that no listener it may be in
    /// can hold this one up; <see cref="DisposeAsync"/> waits for it.
    /// </remarks>
    public void Dispose()
    {
        lock (_sync)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }

        Carry(RequestKind.Stop);
    }

    /// <summary>Disposes as <see cref="Dispose"/> does.</summary>
    /// <returns>A task that ends when the cost is recorded.</returns>
    /// <remarks>
    /// A listener of the budget that blocks on this task, in a renewal of this very meter, blocks for ever: listeners use
    /// <see cref="Dispose"/>.
    /// </remarks>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        await _stopped.Task.ConfigureAwait(false);
    }

    internal static void ThrowIfNoRate(decimal ratePerHour, [CallerArgumentExpression(nameof(ratePerHour))] string? name = null)
    {
        Money.ThrowIfNegative(ratePerHour, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ratePerHour, LargestRate, name);
    }

    internal void RenewIfDue()
    {
        var now = _clock.GetTimestamp();
        lock (_sync)
        {
            if (!_accrual.IsRunning || now < _renewAt)
                return;
        }

        if (_requests.IsBusy)
            return;
        try
        {
            Carry(RequestKind.Renew);
        }
#pragma warning disable CA1031 // A timer has nobody to throw to, and an exception there ends the process.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.MeterFailed(_budget.Logger, exception, _budget.Name);
        }
    }

    private void Carry(RequestKind kind, decimal rate = 0) => _requests.Carry(new Request(kind, _clock.GetTimestamp(), rate));

    private decimal SliceCost(decimal ratePerHour) => Accrual.CostOf(ratePerHour, TicksOf(Slice), _clock.TimestampFrequency);

    private long TicksOf(TimeSpan time) => (long)((Int128)time.Ticks * _clock.TimestampFrequency / TimeSpan.TicksPerSecond);

    private void ThrowIfDisposed()
    {
        lock (_sync)
            ObjectDisposedException.ThrowIf(_isDisposed, this);
    }

    private readonly record struct Request(RequestKind Kind, long At, decimal Rate);
}
