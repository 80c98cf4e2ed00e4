namespace BudgetEnforcement.Demo.Jobs;

/// <summary>Runs a job under its budget. All that enforces the budget is the library's.</summary>
internal static class JobRunner
{
    /// <summary>How far ahead time is paid for: short against any budget worth trying, long against a step.</summary>
    internal static CostMeterOptions Meter => new() { Slice = TimeSpan.FromMilliseconds(500) };

    /// <summary>Trains until all is done or the run is told to stop.</summary>
    /// <param name="plan">The job.</param>
    /// <param name="projection">The projection of its pre-flight.</param>
    /// <param name="budget">The budget that pays.</param>
    /// <param name="watch">Called with each forecast, on the thread of the job, after each step.</param>
    /// <param name="land">The work at the end, completed or stopped; its time is charged.</param>
    /// <param name="cancellationToken">The user's wish to end.</param>
    internal static Task<BudgetedRunResult> RunAsync(
        JobPlan plan, Projection projection, BudgetEnforcer budget, Action<BudgetForecast> watch, Action land, CancellationToken cancellationToken) =>
        BudgetedRun.RunAsync(
            budget,
            (run, token) => OwnThread.RunAsync(() => Work(plan, run, land, token)),
            new BudgetedRunOptions
            {
                RatePerHour = plan.RatePerHour,
                Meter = Meter,
                ProjectedCost = projection.Cost,
                ProjectionPolicy = plan.MustFit ? ProjectionPolicy.Refuse : ProjectionPolicy.Warn,
                LandingReserve = projection.LandingReserve,
                OnStopping = _ =>
                {
                    land();
                    return Task.CompletedTask;
                },
                InitialProgress = plan.Progress,
                Progress = new Watcher(watch),
            },
            cancellationToken);

    /// <returns>Whether all is done.</returns>
    private static bool Work(JobPlan plan, BudgetedRun run, Action land, CancellationToken cancellationToken)
    {
        while (plan.RemainingSteps > 0)
        {
            if (cancellationToken.IsCancellationRequested)
                return false;

            plan.Learner.TrainStep();
            run.ReportProgress(plan.Progress);
        }

        // A job that is done is not told to stop, so it lands by itself, while the meter runs.
        land();
        return true;
    }

    /// <summary>Tells at once and in order, which <see cref="Progress{T}"/> does not.</summary>
    private sealed class Watcher(Action<BudgetForecast> watch) : IProgress<BudgetForecast>
    {
        public void Report(BudgetForecast value) => watch(value);
    }
}
