using System.Globalization;
using BudgetEnforcement.Demo.Display;
using BudgetEnforcement.Demo.Ledgers;
using BudgetEnforcement.Demo.Learning;

namespace BudgetEnforcement.Demo.Commands.Fleet.Processes;

/// <summary>One call of <c>fleet --ledger</c>: a budget in a ledger, and processes of this program that share it.</summary>
internal sealed class ProcessFleetSession(FleetOptions options, string ledgerPath, DemoHost host)
{
    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        _ = LearnerText.LoadOrReadme(options.File); // Each process reads it; this makes sure before any of them starts that it can be read.
        var name = BillFolder.NewName(BillFolder.Fleet);
        var ledger = await LedgerFile.OpenAsync(ledgerPath, name, options.SetsTeamBudget, host.Clock, cancellationToken).ConfigureAwait(false);
        await using (ledger.ConfigureAwait(false))
        {
            var bills = new BillFolder(ledgerPath);
            var team = await LedgerFile.TryAsync(ledgerPath, () => OpenAsync(ledger, bills, cancellationToken)).ConfigureAwait(false);
            return await RunAsync(name, ledger, bills, team, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<int> RunAsync(string name, BudgetLedger ledger, BillFolder bills, LedgerBudgetInfo team, CancellationToken cancellationToken)
    {
        List<FleetProcess> processes = [];
        try
        {
            var fleet = new ProcessFleet(ledger, bills, team, processes, options.KillAfter);
            for (var number = 1; number <= options.Processes; number++)
                processes.Add(Start(number, name, fleet.Hear));

            var money = new MoneyFormat(team.Limit, team.Currency);
            var messages = new ProcessFleetMessages(money);
            IFleetView view = host.IsTerminal ? new LiveProcessFleetView(host.Console, messages, fleet) : new PlainProcessFleetView(host.Output, messages, fleet);
            await LedgerFile.TryAsync(ledgerPath, () => WatchAsync(fleet, view, cancellationToken)).ConfigureAwait(false);

            var report = new ProcessFleetReport(fleet, bills);
            report.Write(host.Console, money);
            if (!report.IsInOrder || processes.Any(process => process.HasFailed))
                return ExitCodes.UnexpectedFailure;
            return cancellationToken.IsCancellationRequested ? ExitCodes.Interrupted : ExitCodes.Ok;
        }
        finally
        {
            foreach (var process in processes)
                process.Dispose();
        }
    }

    private async Task<bool> WatchAsync(ProcessFleet fleet, IFleetView view, CancellationToken cancellationToken)
    {
        await view.ShowAsync(() => fleet.WatchAsync(view, host.Clock, cancellationToken)).ConfigureAwait(false);
        return true;
    }

    private async Task<LedgerBudgetInfo> OpenAsync(BudgetLedger ledger, BillFolder bills, CancellationToken cancellationToken)
    {
        var team = await ledger.CreateBudgetIfNotExistsAsync(FleetSession.Team(options.TeamBudget), cancellationToken: cancellationToken).ConfigureAwait(false);
        var money = new MoneyFormat(team.Limit, team.Currency);
        var lines = await new LostProcesses(ledger, bills, money).SettleAsync(team.Name, cancellationToken).ConfigureAwait(false);
        foreach (var line in lines)
            await host.Output.WriteLineAsync($"! {line}").ConfigureAwait(false);
        if (lines.Count > 0)
            team = (await ledger.FindAsync(team.Name, cancellationToken).ConfigureAwait(false))!;
        await host.Output.WriteLineAsync(
            $"Ledger {ledgerPath}: {money.PreciseUp(team.Spent)} of {money.PreciseDown(team.Limit)} is spent, " +
            $"and {money.PreciseUp(team.Held)} is held by other processes.").ConfigureAwait(false);
        return team;
    }

    private FleetProcess Start(int number, string fleetName, Action<string> tell)
    {
        int[] jobs = [.. Enumerable.Range(0, options.Jobs).Where(job => job % options.Processes == number - 1)];
        var worker = new FleetWorkerOptions
        {
            File = options.File,
            Ledger = ledgerPath,
            Name = string.Create(CultureInfo.InvariantCulture, $"{fleetName}-{number}"),
            Jobs = jobs,
            RatePerHour = options.RatePerHour,
            TeamBudget = options.TeamBudget,
            JobBudget = options.JobBudget,
        };
        return FleetProcess.Start(number, string.Join(", ", jobs.Select(job => FleetRecipe.Of(job).Name)), worker, tell);
    }
}
