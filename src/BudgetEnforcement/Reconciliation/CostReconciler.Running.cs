namespace BudgetEnforcement;

/// <content>Comparing in real time.</content>
public sealed partial class CostReconciler
{
    /// <summary>Compares again and again until it is cancelled. It logs a failure and tries again after the interval.</summary>
    /// <param name="interval">The time from the end of one comparison to the start of the next; above 0. A minute is as fine as windows are.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A task that ends cancelled, and in no other way.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="interval"/> is not above 0, or longer than a timer runs, which is about 49 days.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task RunAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        if (interval <= TimeSpan.Zero || interval.TotalMilliseconds >= uint.MaxValue - 1)
            throw new ArgumentOutOfRangeException(nameof(interval), interval, "interval must be above 0 and at most 49 days.");
        return ReconcileEveryAsync(interval, cancellationToken);
    }

    private async Task ReconcileEveryAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await ReconcileAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
#pragma warning disable CA1031 // The source and the clock are foreign code, and an interval later they may work again.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _telemetry.Failed(exception);
            }

            await WaitAsync(interval, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        Task wait;
        try
        {
            wait = Task.Delay(interval, _timeProvider, cancellationToken);
        }
#pragma warning disable CA1031 // The clock is foreign code. Where it makes no timer, the system's does.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _telemetry.Failed(exception);
            wait = Task.Delay(interval, TimeProvider.System, cancellationToken);
        }

        await wait.ConfigureAwait(false);
    }
}
