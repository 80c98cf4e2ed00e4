using System.Runtime.ExceptionServices;

namespace BudgetEnforcement;

/// <summary>
/// When a wait must end. The clock is foreign code, so it is read before the lock is taken, and what it throws is kept: only a call that
/// has to wait is to hear of it.
/// </summary>
internal readonly struct WaitDeadline
{
    private readonly long? _timestamp;
    private readonly ExceptionDispatchInfo? _clockFailure;

    private WaitDeadline(long? timestamp, ExceptionDispatchInfo? clockFailure) => (_timestamp, _clockFailure) = (timestamp, clockFailure);

    /// <param name="longest">How long it may last; null for no bound, which needs no clock.</param>
    /// <param name="clock">What it is measured by.</param>
    internal static WaitDeadline After(TimeSpan? longest, TimeProvider clock)
    {
        if (longest is not { } time)
            return default;
        try
        {
            var ticks = (Int128)time.Ticks * clock.TimestampFrequency / TimeSpan.TicksPerSecond;
            return new((long)Int128.Min(clock.GetTimestamp() + ticks, long.MaxValue), null);
        }
#pragma warning disable CA1031 // A caller that has to wait hears of it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new(null, ExceptionDispatchInfo.Capture(exception));
        }
    }

    /// <summary>The timestamp at which it must end; null for no bound.</summary>
    /// <exception cref="Exception">What the clock threw.</exception>
    internal long? TimestampOrThrow()
    {
        _clockFailure?.Throw();
        return _timestamp;
    }
}
