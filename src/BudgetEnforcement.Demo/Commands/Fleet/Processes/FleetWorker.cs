using BudgetEnforcement.Demo.Jobs;
using BudgetEnforcement.Demo.Ledgers;
using BudgetEnforcement.Demo.Learning;

namespace BudgetEnforcement.Demo.Commands.Fleet.Processes;

/// <summary>One process of a fleet: its jobs draw from the budget that the ledger has for the team, and write one bill.</summary>
internal sealed class FleetWorker(FleetWorkerOptions options, DemoHost host)
{
    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _ = OwnThread.RunAsync(() => WaitForEndOfFleet(stop));
        var text = LearnerText.LoadOrReadme(options.File);
        var ledger = await LedgerFile.OpenAsync(options.Ledger, options.Name, setsLimits: false, host.Clock, stop.Token).ConfigureAwait(false);
        await using (ledger.ConfigureAwait(false))
        {
            // Locked until the ledger knows that this process has ended: until then it lives.
            using var bill = new BillFolder(options.Ledger).Create(options.Name);
            var team = await LedgerFile.TryAsync(options.Ledger, () => ledger.OpenBudgetAsync(
                FleetSession.Team(options.TeamBudget), cancellationToken: stop.Token)).ConfigureAwait(false);
            await Task.WhenAll(options.Jobs.Select(index => RunAsync(FleetRecipe.Of(index), text, team, bill, stop.Token))).ConfigureAwait(false);
            await LedgerFile.TryAsync(options.Ledger, () => CloseAsync(ledger)).ConfigureAwait(false);
        }

        return ExitCodes.Ok;
    }

    private static async Task<bool> CloseAsync(BudgetLedger ledger)
    {
        await ledger.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        await ledger.DisposeAsync().ConfigureAwait(false);
        return true;
    }

    private Task RunAsync(FleetRecipe recipe, LearnerText text, BudgetEnforcer team, Bill bill, CancellationToken stop)
    {
        var budget = team.CreateChild(new BudgetOptions { Name = recipe.Name, Limit = options.JobBudget, MaxWaiters = 1, MaxWait = BilledJob.Wait });
        var settings = new LearnerSettings(LearnerSettings.DefaultSeed, LearnerSettings.DefaultBatchSize, recipe.Hidden, recipe.LearningRate);
        var learner = new Learner(text, settings);
        var plan = new JobPlan(text, learner, (long)recipe.Epochs * learner.StepsPerEpoch, options.RatePerHour * recipe.Machines, MustFit: false);
        var job = new BilledJob(recipe.Name, plan, budget, bill, host.Clock);
        return Task.Run(
            async () => await TextWriter.Synchronized(host.Output).WriteLineAsync(await job.RunAsync(stop).ConfigureAwait(false)).ConfigureAwait(false),
            CancellationToken.None);
    }

    // The input ends when the fleet wants its processes to end, and also when the fleet itself was killed: no process is left behind to spend on.
    private static bool WaitForEndOfFleet(CancellationTokenSource stop)
    {
        while (Console.In.Read() >= 0)
        {
        }

        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // All jobs have ended by themselves.
        }

        return true;
    }
}
