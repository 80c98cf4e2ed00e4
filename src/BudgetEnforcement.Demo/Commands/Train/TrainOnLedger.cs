using BudgetEnforcement.Demo.Display;
using BudgetEnforcement.Demo.Jobs;
using BudgetEnforcement.Demo.Ledgers;

namespace BudgetEnforcement.Demo.Commands.Train;

/// <summary>
/// A training whose budget stands in a ledger: a process that was killed is settled by its bill, and the next one goes on with what is left.
/// </summary>
internal sealed class TrainOnLedger(TrainOptions options, string ledgerPath, DemoHost host)
{
    private const int MostProcesses = 1_000;

    /// <summary>Trains.</summary>
    /// <param name="train">
    /// The training, given its options, the function that opens its budget, and the one that tells whether the ledger does not answer.
    /// </param>
    /// <param name="cancellationToken">The user's wish to end.</param>
    /// <returns>The exit code.</returns>
    internal async Task<int> RunAsync(
        Func<TrainOptions, Func<Checkpoint?, Task<BudgetEnforcer>>, Func<bool>, Task<int>> train, CancellationToken cancellationToken)
    {
        var name = BillFolder.NewName(BillFolder.Train);
        var ledger = await LedgerFile.OpenAsync(ledgerPath, name, options.SetsBudget, host.Clock, cancellationToken).ConfigureAwait(false);
        await using (ledger.ConfigureAwait(false))
        {
            var bills = new BillFolder(ledgerPath);
            using var taken = TakeCheckpoint(bills, out var checkpoint);

            // Locked until the ledger knows that this process has ended: until then it lives.
            using var bill = bills.Create(name);
            var exitCode = await TrainAsync(train, ledger, bills, bill, checkpoint, cancellationToken).ConfigureAwait(false);
            return await CloseAsync(ledger).ConfigureAwait(false) ? exitCode : ExitCodes.UnexpectedFailure;
        }
    }

    private async Task<int> TrainAsync(
        Func<TrainOptions, Func<Checkpoint?, Task<BudgetEnforcer>>, Func<bool>, Task<int>> train,
        BudgetLedger ledger,
        BillFolder bills,
        Bill bill,
        string checkpointPath,
        CancellationToken cancellationToken)
    {
        MachineBill? machine = null;
        try
        {
            return await train(
                options with { CheckpointOrDefault = checkpointPath, Resume = options.Resume || File.Exists(checkpointPath) },
                OpenAsync,
                () => ledger.State is BudgetLedgerState.Unavailable).ConfigureAwait(false);
        }
        finally
        {
            if (machine is not null)
                await machine.DisposeAsync().ConfigureAwait(false);
        }

        async Task<BudgetEnforcer> OpenAsync(Checkpoint? checkpoint)
        {
            var budget = await LedgerFile.TryAsync(ledgerPath, () => OpenBudgetAsync(ledger, bills, checkpoint, cancellationToken)).ConfigureAwait(false);
            machine = new MachineBill(bill, budget, time => ExactDecimal.ScaleUp(options.RatePerHour, time.Ticks, TimeSpan.TicksPerHour, JobPlan.Decimals));
            return budget;
        }
    }

    private async Task<BudgetEnforcer> OpenBudgetAsync(BudgetLedger ledger, BillFolder bills, Checkpoint? checkpoint, CancellationToken cancellationToken)
    {
        // Settle the dead first: this process can use the money that becomes free by that.
        var before = await ledger.FindAsync(TrainSession.BudgetName, cancellationToken).ConfigureAwait(false);
        var money = new MoneyFormat(before?.Limit ?? options.Budget, before?.Currency ?? "USD");
        foreach (var line in await new LostProcesses(ledger, bills, money).SettleAsync(TrainSession.BudgetName, cancellationToken).ConfigureAwait(false))
            await host.Output.WriteLineAsync($"! {line}").ConfigureAwait(false);

        // The spend in a checkpoint counts where the budget is new; a budget that is there knows its own spend.
        var budget = await ledger.OpenBudgetAsync(
            new BudgetOptions { Name = TrainSession.BudgetName, Limit = options.Budget, InitialSpent = checkpoint?.Spent ?? 0m },
            cancellationToken: cancellationToken).ConfigureAwait(false);
        var report = budget.GetStatus();
        await host.Output.WriteLineAsync(
            $"Ledger {ledgerPath}: {money.PreciseUp(report.Spent)} of {money.PreciseDown(report.Limit)} is spent, " +
            $"and {money.PreciseUp(report.HeldElsewhere)} is held by other processes.").ConfigureAwait(false);
        if (checkpoint is not null && !options.Resume)
            await host.Output.WriteLineAsync("There is a checkpoint beside it, from which this goes on.").ConfigureAwait(false);
        return budget;
    }

    // Two terminals train two models, so each has a checkpoint of its own. A process that comes after a kill takes the first free one, that of the
    // killed process.
    private IDisposable TakeCheckpoint(BillFolder bills, out string path)
    {
        if (options.CheckpointOrDefault is { } given)
        {
            path = given;
            return bills.TryTake(Path.GetFileName(given))
                ?? throw new InputException($"--checkpoint: '{given}' is that of another process, which trains at this moment.");
        }

        path = $"{ledgerPath}.checkpoint";
        var taken = bills.TryTake(Path.GetFileName(path));
        for (var number = 2; taken is null; number++)
        {
            if (number > MostProcesses)
                throw new InputException($"--ledger: no checkpoint beside '{ledgerPath}' can be taken: too many processes train at this moment, or '{bills}' cannot be written.");

            path = FormattableString.Invariant($"{ledgerPath}.{number}.checkpoint");
            taken = bills.TryTake(Path.GetFileName(path));
        }

        return taken;
    }

    private async Task<bool> CloseAsync(BudgetLedger ledger)
    {
        try
        {
            // An orderly end waits for the store, however the training ended.
            await ledger.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            await ledger.DisposeAsync().ConfigureAwait(false);
            return true;
        }
        catch (BudgetLedgerException error)
        {
            await host.Error.WriteLineAsync(
                $"error: The ledger was not told of the last spend, which the next training reads in the bill: {error.Message}").ConfigureAwait(false);
            return false;
        }
    }
}
