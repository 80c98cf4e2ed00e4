using BudgetEnforcement.Demo.Display;
using BudgetEnforcement.Demo.Learning;

namespace BudgetEnforcement.Demo.Commands.Fleet;

/// <summary>One call of <c>fleet</c>: a budget for the team, one under it for each job, and all jobs at once.</summary>
internal sealed class FleetSession(FleetOptions options, DemoHost host)
{
    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var text = LearnerText.LoadOrReadme(options.File);
        var team = new BudgetEnforcer(Team(options.TeamBudget), timeProvider: host.Clock);
        FleetJob[] jobs = [.. Enumerable.Range(0, options.Jobs).Select(index => CreateJob(FleetRecipe.Of(index), team))];

        var money = new MoneyFormat(Math.Min(options.TeamBudget, options.JobBudget), team.Currency);
        var messages = new FleetMessages(money);
        IFleetView view = host.IsTerminal
            ? new LiveFleetView(host.Console, messages, team, jobs)
            : new PlainFleetView(host.Output, messages, team, jobs);
        var watch = new FleetWatch(view, messages, [team, .. jobs.Select(job => job.Budget)], host.Clock);
        await view.ShowAsync(() => RunAllAsync(jobs, text, watch, cancellationToken)).ConfigureAwait(false);

        var report = new FleetReport(team, jobs);
        report.Write(host.Console, money);
        foreach (var job in jobs.Where(job => job.Failure is not null && job.Standing.State is FleetJobState.Failed))
            await host.Error.WriteLineAsync($"error: {job.Recipe.Name} failed: {job.Failure}").ConfigureAwait(false);
        return ExitCodeOf(jobs, report);
    }

    internal static BudgetOptions Team(decimal limit) => new() { Name = "team", Limit = limit };

    // A job that its budget stopped or refused is not a failure: that is what budgets are for.
    internal static int ExitCodeOf(IReadOnlyList<FleetJob> jobs, FleetReport report)
    {
        if (!report.IsInOrder || jobs.Any(job => job.Standing.State is FleetJobState.Failed))
            return ExitCodes.UnexpectedFailure;
        return jobs.Any(job => job.Standing.State is FleetJobState.Interrupted) ? ExitCodes.Interrupted : ExitCodes.Ok;
    }

    private FleetJob CreateJob(FleetRecipe recipe, BudgetEnforcer team) => new(
        recipe, team.CreateChild(new BudgetOptions { Name = recipe.Name, Limit = options.JobBudget }), options.RatePerHour * recipe.Machines);

    private async Task RunAllAsync(FleetJob[] jobs, LearnerText text, FleetWatch watch, CancellationToken cancellationToken)
    {
        using var machines = new SemaphoreSlim(options.Parallel);
        await Task.WhenAll(jobs.Select(RunOneAsync)).ConfigureAwait(false);
        await watch.CatchUpAsync().ConfigureAwait(false);

        async Task RunOneAsync(FleetJob job)
        {
            // The wait is not cancelled: each job tells how it ended, also if it never began.
            await machines.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            try
            {
                await Task.Run(() => job.RunAsync(text, watch, cancellationToken), CancellationToken.None).ConfigureAwait(false);
            }
            finally
            {
                machines.Release();
            }
        }
    }
}
