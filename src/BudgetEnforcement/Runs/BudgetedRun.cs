namespace BudgetEnforcement;

/// <summary>
/// A job that runs under a budget: checked before it starts, charged for its time, told to stop before the money is gone, and given what
/// its landing costs.
/// </summary>
/// <example>
/// <code>
/// var result = await BudgetedRun.RunAsync(budget, TrainAsync, new BudgetedRunOptions
/// {
///     RatePerHour = 2.49m,
///     LandingReserve = 0.05m,
///     OnStopping = landing => SaveCheckpointAsync(),
/// });
/// </code>
/// </example>
/// <threadsafety>Every member may be called from any thread at any time.</threadsafety>
public sealed class BudgetedRun
{
    private readonly BudgetedRunOptions _options;
    private readonly BudgetForecaster _forecaster;
    private readonly object _sync = new();
    private BudgetForecast _forecast;
    private bool _hasWarned;

    private BudgetedRun(BudgetEnforcer budget, CostMeter? meter, BudgetedRunOptions options)
    {
        Budget = budget;
        Meter = meter;
        _options = options;
        _forecaster = new BudgetForecaster(budget, options.InitialProgress, options.LandingReserve);
        _forecast = _forecaster.Report(options.InitialProgress);
    }

    /// <summary>The budget of the run: for what the job spends besides its time.</summary>
    public BudgetEnforcer Budget { get; }

    /// <summary>The meter that charges the time; <see langword="null"/> where time costs nothing.</summary>
    public CostMeter? Meter { get; }

    /// <summary>The forecast at the last report of progress.</summary>
    public BudgetForecast Forecast
    {
        get
        {
            lock (_sync)
                return _forecast;
        }
    }

    /// <summary>Runs a job under a budget, from the check before the start to the landing.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="job">
    /// The job. Its token is cancelled when the budget, or one above it, has no room for the next slice of time or is exceeded, and when
    /// the caller cancels; it is to stop soon, by returning or by throwing <see cref="OperationCanceledException"/>.
    /// </param>
    /// <param name="options">What it costs, and what to do when it must stop. Copied.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>
    /// How it ended, with the final report. What the job throws is never lost: it is the <see cref="BudgetedRunResult.Exception"/> of a
    /// result that says <see cref="BudgetedRunOutcome.Failed"/>. A cancellation that neither the budget nor the caller asked for is such a
    /// failure.
    /// </returns>
    /// <remarks>
    /// Where the token is cancelled before the start, nothing is run, not even the landing. A job that returns after it was told to stop
    /// counts as stopped, unless it has reported progress of 1. A job that throws <see cref="BudgetExceededException"/> counts as stopped
    /// by the budget.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="budget"/> or <paramref name="job"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number of <paramref name="options"/> is out of its range. Nothing was run.
    /// </exception>
    public static Task<BudgetedRunResult> RunAsync(
        BudgetEnforcer budget,
        Func<BudgetedRun, CancellationToken, Task> job,
        BudgetedRunOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentNullException.ThrowIfNull(job);
        return GuardAsync(budget, job, (options ?? new BudgetedRunOptions()).ValidCopy(), cancellationToken);
    }

    /// <summary>
    /// Takes note of progress, forecasts from it, and warns in the log, once, as soon as the run will not finish inside its budget.
    /// </summary>
    /// <param name="progress">The portion of the work that is done, from 0 to 1, both included.</param>
    /// <returns>The forecast.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="progress"/> is out of its range.</exception>
    public BudgetForecast ReportProgress(double progress)
    {
        var forecast = _forecaster.Report(progress, Meter?.PendingCost ?? 0m);
        bool warns;
        lock (_sync)
        {
            _forecast = forecast;
            warns = forecast.Status == ForecastStatus.OverBudget && !_hasWarned;
            _hasWarned |= warns;
        }

        if (warns)
            Log.ForecastOverBudget(Budget.Logger, Budget.Name, progress, forecast.ProjectedTotal!.Value, Budget.Currency, Budget.Limit);
        _options.Progress?.Report(forecast);
        return forecast;
    }

    private static async Task<BudgetedRunResult> GuardAsync(
        BudgetEnforcer budget, Func<BudgetedRun, CancellationToken, Task> job, BudgetedRunOptions options, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return End(BudgetedRunOutcome.Cancelled, budget);
        if (PreflightRefusal(budget, options) is { } refusal)
            return End(BudgetedRunOutcome.Refused, budget, refusal: refusal);

        BudgetReservation reserve;
        try
        {
#pragma warning disable CA1849 // Reserve never blocks; it is ReserveAsync that may wait.
            reserve = budget.Reserve(options.LandingReserve);
#pragma warning restore CA1849
        }
        catch (BudgetExceededException exception)
        {
            return End(BudgetedRunOutcome.Refused, budget, refusal: exception.Check);
        }

        using (reserve)
        using (var meter = StartMeter(budget, options, out var unpaid))
        {
            if (unpaid is not null)
            {
                reserve.Release();
                return End(BudgetedRunOutcome.Refused, budget, refusal: unpaid);
            }

            var run = new BudgetedRun(budget, meter, options);
            var (outcome, failure, mustLand) = await run.RunJobAsync(job, cancellationToken).ConfigureAwait(false);
            if (mustLand && options.OnStopping is not null)
                (outcome, failure) = await run.LandAsync(reserve, outcome, failure).ConfigureAwait(false);
            reserve.Release();
            return End(outcome, budget, run.Forecast, exception: failure);
        }
    }

    private static CostMeter? StartMeter(BudgetEnforcer budget, BudgetedRunOptions options, out BudgetCheck? unpaid)
    {
        unpaid = null;
        try
        {
            return options.RatePerHour is { } rate ? budget.StartMeter(rate, options.Meter) : null;
        }
        catch (BudgetExceededException exception)
        {
            unpaid = exception.Check;
            return null;
        }
    }

    private static BudgetCheck? PreflightRefusal(BudgetEnforcer budget, BudgetedRunOptions options)
    {
        if (options.ProjectedCost is not { } projected)
            return null;
        var check = budget.CheckBudgetAvailable(Saturating.Sum(projected, options.LandingReserve));
        if (check.IsAvailable)
            return null;
        if (options.ProjectionPolicy == ProjectionPolicy.Refuse)
            return check;
        Log.ProjectionDoesNotFit(budget.Logger, check.BudgetName, projected, check.Currency, check.Available);
        return null;
    }

    private async Task<(BudgetedRunOutcome Outcome, Exception? Failure, bool MustLand)> RunJobAsync(
        Func<BudgetedRun, CancellationToken, Task> job, CancellationToken cancellationToken)
    {
        var exceeded = Budget.ExceededToken;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, exceeded, Meter?.ExhaustedToken ?? default);
        Exception? thrown = null;
        try
        {
            await job(this, stop.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever the job throws is in the result.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            thrown = exception;
        }

        var isExhausted = exceeded.IsCancellationRequested || Meter is { ExhaustedToken.IsCancellationRequested: true };
        if (Meter is not null)
            await Meter.DisposeAsync().ConfigureAwait(false);
        var wasToldToStop = isExhausted || cancellationToken.IsCancellationRequested;
        var (outcome, failure) = thrown switch
        {
            null when Forecast.Progress >= 1 => (BudgetedRunOutcome.Completed, (Exception?)null),
            null or OperationCanceledException when isExhausted => (BudgetedRunOutcome.StoppedByBudget, null),
            null or OperationCanceledException when cancellationToken.IsCancellationRequested => (BudgetedRunOutcome.Cancelled, null),
            null => (BudgetedRunOutcome.Completed, null),
            BudgetExceededException => (BudgetedRunOutcome.StoppedByBudget, thrown),
            _ => (BudgetedRunOutcome.Failed, thrown),
        };

        // A job that fails because it was told to stop, by wrapping the cancellation for one, has a checkpoint to save as well.
        return (outcome, failure, outcome != BudgetedRunOutcome.Completed && (wasToldToStop || outcome == BudgetedRunOutcome.StoppedByBudget));
    }

    private async Task<(BudgetedRunOutcome Outcome, Exception? Failure)> LandAsync(
        BudgetReservation reserve, BudgetedRunOutcome outcome, Exception? failure)
    {
        var startedAt = Meter?.LastAt ?? Budget.TimeProvider.GetTimestamp();
        var landing = new BudgetedLanding(this, outcome, _options.LandingReserve, Meter?.RatePerHour ?? 0m, startedAt);
        try
        {
            await _options.OnStopping!(landing).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever the landing throws is in the result.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure = failure is null ? exception : new AggregateException(failure, exception);
            outcome = BudgetedRunOutcome.Failed;
        }

        // What the landing charged is recorded; the reserve stands for the rest of it, so that an overage shows.
        reserve.TryRenew(0m, Math.Max(_options.LandingReserve - landing.Charged, 0m));
        reserve.Commit(landing.PendingCost);
        return (outcome, failure);
    }

    private static BudgetedRunResult End(
        BudgetedRunOutcome outcome, BudgetEnforcer budget, in BudgetForecast forecast = default, BudgetCheck? refusal = null, Exception? exception = null)
    {
        var report = budget.GetStatus();
        Log.RunEnded(budget.Logger, budget.Name, outcome, report.Spent, report.Limit, report.Currency);
        return new BudgetedRunResult(outcome, report, forecast, refusal, exception);
    }
}
