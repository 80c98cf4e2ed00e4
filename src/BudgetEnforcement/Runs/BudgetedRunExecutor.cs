namespace BudgetEnforcement;

/// <summary>Takes one job through its run: the checks before the start, the job, the landing, and the result.</summary>
internal sealed class BudgetedRunExecutor(
    BudgetEnforcer budget, Func<BudgetedRun, CancellationToken, Task> job, BudgetedRunOptions options, CancellationToken cancellationToken)
{
    internal async Task<BudgetedRunResult> RunAsync()
    {
        if (cancellationToken.IsCancellationRequested)
            return Finish(new JobEnd(BudgetedRunOutcome.Cancelled), forecast: default);
        if (FindProjectedRefusal() is { } unprojected)
            return Refuse(unprojected);
        using var reserve = HoldLandingReserve(out var refusal);
        if (reserve is null)
            return Refuse(options.LandingReserve > 0 ? refusal.For(BudgetPurpose.LandingReserve) : refusal);

        // A reserve of 0 always fits, but a run on an exceeded budget would have to stop as it starts.
        if (budget.IsBudgetExceeded)
            return Refuse(budget.CheckBudgetAvailable(0m).Because(BudgetRefusalReason.NoRoom), reserve);
        using var meter = StartMeter(out var unpaid);
        return unpaid is { } slice ? Refuse(slice.For(BudgetPurpose.FirstSlice), reserve) : await RunAsync(reserve, meter).ConfigureAwait(false);
    }

    private BudgetReservation? HoldLandingReserve(out BudgetCheck refusal)
    {
        budget.TryReserve(options.LandingReserve, out var reserve, out refusal);
        return reserve;
    }

    private async Task<BudgetedRunResult> RunAsync(BudgetReservation reserve, CostMeter? meter)
    {
        var run = new BudgetedRun(budget, meter, options);
        var end = await RunJobAsync(run).ConfigureAwait(false);
        if (end.MustLand && options.OnStopping is { } land)
            end = await LandAsync(run, land, reserve, end).ConfigureAwait(false);
        reserve.Release();
        return Finish(end, run.Forecast);
    }

    private BudgetCheck? FindProjectedRefusal() => options.ProjectedCost is { } cost
        ? new ProjectedRun(budget, cost, options.LandingReserve, options.RatePerHour).FindRefusal(options.ProjectionPolicy)
        : null;

    private CostMeter? StartMeter(out BudgetCheck? refusal)
    {
        refusal = null;
        if (options.RatePerHour is not { } rate)
            return null;
        if (!CostMeter.TryStart(budget, rate, options.Meter, out var meter, out var check))
            refusal = check;
        return meter;
    }

    private async Task<JobEnd> RunJobAsync(BudgetedRun run)
    {
        var meter = run.Meter;
        var exceeded = budget.ExceededToken;
        using var stop = meter?.CreateLinkedTokenSource(cancellationToken) ?? budget.CreateLinkedTokenSource(cancellationToken);
        Exception? thrown = null;
        try
        {
            await job(run, stop.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The result carries what the job throws.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            thrown = exception;
        }

        // The state of a token is set at once, while its callbacks may come later. If the token of the job is cancelled and that of the caller is
        // not, the budget cancelled it. It is read before that of the caller, which may be cancelled at any moment.
        var isToldToStop = stop.IsCancellationRequested;
        var isCancelled = cancellationToken.IsCancellationRequested;
        var isStopped = exceeded.IsCancellationRequested
            || meter is { ExhaustedToken.IsCancellationRequested: true }
            || (isToldToStop && !isCancelled);
        var end = JobEnd.Of(thrown, isStopped, isCancelled, isDone: run.Forecast.Progress >= 1);
        if (end.IsStoppedByBudget)
        {
            var path = budget.GetPath();
            end = end with { StoppedBy = isStopped ? PathReports.Stopping(path, meter?.Refusal) : PathReports.Refusing(path, end.Refusal!.Check) };
        }

        return await StopMeterAsync(meter, end).ConfigureAwait(false);
    }

    private static async Task<JobEnd> StopMeterAsync(CostMeter? meter, JobEnd end)
    {
        try
        {
            if (meter is not null)
                await meter.DisposeAsync().ConfigureAwait(false);
            return end;
        }
#pragma warning disable CA1031 // A clock that fails must not hide what the job threw.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return end.AndFailed(exception);
        }
    }

    private async Task<JobEnd> LandAsync(BudgetedRun run, Func<BudgetedLanding, Task> land, BudgetReservation reserve, JobEnd end)
    {
        var landing = new BudgetedLanding(run, end.Outcome, options.LandingReserve);
        try
        {
            await land(landing).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The result carries what the landing throws.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            end = end.AndFailed(exception);
        }

        // What the landing charged is recorded already. The reserve shrinks to the rest, so that a cost above it counts as overage.
        var left = Math.Max(options.LandingReserve - landing.Charged, 0m);
        reserve.TryRenew(0m, left);
        try
        {
            reserve.Commit(landing.End());
        }
#pragma warning disable CA1031 // A clock that fails must not hide what was thrown before.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // The cost of the time is unknown, so charge what was held for it.
            reserve.Commit(left);
            end = end.AndFailed(exception);
        }

        return end;
    }

    private BudgetedRunResult Refuse(BudgetCheck refusal, BudgetReservation? reserve = null)
    {
        var path = budget.GetPath();
        reserve?.Release();
        return Finish(new JobEnd(BudgetedRunOutcome.Refused) { StoppedBy = PathReports.Refusing(path, refusal) }, forecast: default, refusal);
    }

    private BudgetedRunResult Finish(JobEnd end, in BudgetForecast forecast, BudgetCheck? refusal = null)
    {
        var report = budget.GetStatus();
        if (refusal is { } check)
            RunLog.RunRefused(budget.Logger, report.Name, check.Message);
        else if (end.StoppedBy is { } by)
            RunLog.RunStopped(budget.Logger, report.Name, by.Name, by.Spent, by.Limit, by.Currency, by.Reserved);
        RunLog.RunEnded(budget.Logger, report.Name, end.Outcome, report.Spent, report.Limit, report.Currency);
        return new BudgetedRunResult(end, report, forecast, refusal);
    }
}
