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

    internal BudgetedRun(BudgetEnforcer budget, CostMeter? meter, BudgetedRunOptions options)
    {
        Budget = budget;
        Meter = meter;
        _options = options;
        _forecaster = new BudgetForecaster(budget, meter, options.InitialProgress, options.LandingReserve);
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
    /// the caller cancels; it is to stop soon, by returning or by throwing <see cref="OperationCanceledException"/>. A job that polls the
    /// token sees it at once, however busy the thread pool is; callbacks of the token come from the pool.
    /// </param>
    /// <param name="options">What it costs, and what to do when it must stop. Copied.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>
    /// How it ended, with the final report. What the job throws is never lost: it is the <see cref="BudgetedRunResult.Exception"/> of a
    /// result that says <see cref="BudgetedRunOutcome.Failed"/>. A cancellation that neither the budget nor the caller asked for is such a
    /// failure.
    /// </returns>
    /// <remarks>
    /// <para>
    /// Where the token is cancelled before the start, nothing is run, not even the landing. Nor is it where the budget, or one above it, is
    /// exceeded already, or where <see cref="BudgetedRunOptions.ProjectedCost"/>, the landing reserve or the first slice of time does not
    /// fit.
    /// </para>
    /// <para>
    /// A job that returns after it was told to stop counts as stopped, unless it has reported progress of 1. A job that throws
    /// <see cref="BudgetExceededException"/> counts as stopped by the budget, also where that is inside other exceptions: wrapped, or
    /// gathered by <see cref="Parallel"/> or <see cref="Task.WaitAll(Task[])"/>. Where an <see cref="AggregateException"/> holds other
    /// failures beside refusals and cancellations, the run has failed, and its landing runs all the same.
    /// </para>
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
        return new BudgetedRunExecutor(budget, job, (options ?? new BudgetedRunOptions()).ValidCopy(), cancellationToken).RunAsync();
    }

    /// <summary>
    /// Takes note of progress, forecasts from it, and warns in the log, once, as soon as the run will not finish inside its budget.
    /// </summary>
    /// <param name="progress">The portion of the work that is done, from 0 to 1, both included.</param>
    /// <returns>The forecast.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="progress"/> is out of its range.</exception>
    public BudgetForecast ReportProgress(double progress)
    {
        var forecast = _forecaster.Report(progress, out var own, out var deciding);
        bool warns;
        lock (_sync)
        {
            _forecast = forecast;
            warns = forecast.Status == ForecastStatus.OverBudget && !_hasWarned;
            _hasWarned |= warns;
        }

        if (warns)
            Warn(forecast, own, deciding);
        _options.Progress?.Report(forecast);
        return forecast;
    }

    private void Warn(in BudgetForecast forecast, in BudgetReport own, in BudgetReport deciding)
    {
        // The budget that does not hold the run tells its own total: what others have spent of it is in it too.
        var total = Saturating.Sum(deciding.Spent, forecast.ProjectedTotal!.Value - own.Spent);
        RunLog.ForecastOverBudget(Budget.Logger, deciding.Name, forecast.Progress, total, deciding.Currency, deciding.Limit);
    }
}
