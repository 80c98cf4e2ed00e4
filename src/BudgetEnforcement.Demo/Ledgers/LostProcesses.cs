using BudgetEnforcement.Demo.Display;

namespace BudgetEnforcement.Demo.Ledgers;

/// <summary>Settles processes that died while they held a part of a budget.</summary>
/// <remarks>
/// The ledger keeps what a dead process held, because it cannot know how much of it was spent. The demo does know: each process writes a bill, at the
/// latest when it spends. So the bill decides, and neither <see cref="Settlement.Charge"/>, by which a kill would cost as much as was held for the
/// seconds to come, nor <see cref="Settlement.Release"/>, by which every kill would be a gift. Only where the bill is gone does the demo charge all
/// of it: money whose use is unknown counts as spent, so that it cannot be spent twice.
/// </remarks>
internal sealed class LostProcesses(BudgetLedger ledger, BillFolder bills, MoneyFormat money)
{
    /// <summary>Settles all dead processes.</summary>
    /// <param name="budgetName">The budget to tell of.</param>
    /// <param name="cancellationToken">The user's wish to end.</param>
    /// <returns>A line for each that held something.</returns>
    internal async Task<IReadOnlyList<string>> SettleAsync(string budgetName, CancellationToken cancellationToken)
    {
        List<string> lines = [];
        foreach (var node in await ledger.GetNodesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (node.Status is not (LedgerNodeStatus.Connected or LedgerNodeStatus.InDoubt) || !BillFolder.IsOfThisProgram(node.Name))
                continue;
            if (await SettleAsync(node, cancellationToken).ConfigureAwait(false) is { } line && node.Holdings.Any(holding => holding.BudgetName == budgetName))
                lines.Add(line);
        }

        return lines;
    }

    /// <summary>Settles one, where it is dead.</summary>
    /// <returns>A line that says what was done; null where it lives.</returns>
    internal async Task<string?> SettleAsync(LedgerNodeInfo node, CancellationToken cancellationToken)
    {
        var held = node.Holdings.Sum(holding => holding.Held);
        var start = $"{node.Name} was killed with {money.PreciseUp(held)} in doubt";
        if (!File.Exists(bills.PathOf(node.Name)))
        {
            if (node.Status is not LedgerNodeStatus.InDoubt)
                return null;
            await ledger.SettleAsync(node.Id, Settlement.Charge, cancellationToken).ConfigureAwait(false);
            return $"{start}: its bill is gone, so all of it counts as spent.";
        }

        using var bill = Bill.OpenOfTheDead(bills.PathOf(node.Name));
        if (bill is null)
            return null;

        // A process of this program spends from one budget. One that holds nothing has reported all its spend, because it only spends what it holds.
        var truth = node.Holdings.Take(1).ToDictionary(holding => holding.BudgetName, holding => Math.Max(0m, bill.Total - holding.Spent));
        await ledger.SettleAsync(node.Id, truth, cancellationToken).ConfigureAwait(false);
        var spent = truth.Values.Sum();
        return $"{start}: by its bill it spent {money.PreciseUp(spent)} of that, which is recorded, and {money.PreciseDown(held - spent)} is free again.";
    }
}
