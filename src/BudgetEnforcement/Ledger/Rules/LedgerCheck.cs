using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace BudgetEnforcement;

/// <summary>
/// Checks the books of a ledger: for every term of every budget, what is spent and held is the sum over slices and entries. That is true at every
/// instant, so the check may run at any time.
/// </summary>
[Experimental(LedgerDiagnostics.Store)]
public static class LedgerCheck
{
    /// <summary>Looks for faults in the books.</summary>
    /// <param name="store">The store of the ledger, opened. All rows are read, as of one instant.</param>
    /// <returns>A sentence for each fault; empty where the books are right.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> is <see langword="null"/>.</exception>
    public static IReadOnlyList<string> Find(IBudgetStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return Find(store.Read(new LedgerQuery()));
    }

    internal static IReadOnlyList<string> Find(LedgerRows rows)
    {
        List<string> faults = [];
        var slices = rows.Slices.ToLookup(row => new LedgerTermKey(row.BudgetId, row.Term));
        var entries = rows.Entries.ToLookup(row => new LedgerTermKey(row.BudgetId, row.Term));
        HashSet<LedgerTermKey> terms = [];
        foreach (var budget in rows.Budgets)
        {
            var key = new LedgerTermKey(budget.Id, budget.Term);
            terms.Add(key);
            var of = $"Budget {budget.Name}, term {Text(budget.Term)}";
            Compare(faults, of, new(budget.Costs, budget.Refunds, budget.Held), new(budget.ForgottenCosts, budget.ForgottenRefunds, default), slices[key], entries[key]);
            var holders = slices[key].Count(slice => !slice.Held.IsZero);
            if (holders != budget.Holders)
                faults.Add($"{of}: {Text(holders)} nodes hold something, and the row says {Text(budget.Holders)}.");
        }

        foreach (var term in rows.Terms)
        {
            var key = new LedgerTermKey(term.BudgetId, term.Term);
            if (!terms.Add(key) || rows.Budgets.Find(term.BudgetId) is not { } budget || term.Term > budget.Term)
                faults.Add($"Term {Text(term.Term)} of budget {term.BudgetId} is closed, and not before the present one.");
            Compare(faults, $"Budget {term.BudgetId}, closed term {Text(term.Term)}", new(term.Costs, term.Refunds, term.Held), new(term.ForgottenCosts, term.ForgottenRefunds, default), slices[key], entries[key]);
        }

        foreach (var key in slices.Select(group => group.Key).Concat(entries.Select(group => group.Key)).Distinct().Where(key => !terms.Contains(key)))
            faults.Add($"Slices or entries stand in term {Text(key.Term)} of budget {key.BudgetId}, which there is not.");
        foreach (var slice in rows.Slices.Where(slice => rows.Nodes.Find(slice.NodeId) is null))
            faults.Add($"A slice of budget {slice.BudgetId} is that of node {slice.NodeId}, which there is not.");
        return faults;
    }

    private static void Compare(
        List<string> faults, string of, LedgerTotals row, LedgerTotals forgotten, IEnumerable<LedgerSliceRow> slices, IEnumerable<LedgerEntryRow> entries)
    {
        var sum = slices.Select(LedgerTotals.Of).Concat(entries.Select(LedgerTotals.Of)).Aggregate(forgotten, (total, part) => total.Plus(part));
        Compare(faults, of, "costs", row.Costs, sum.Costs);
        Compare(faults, of, "refunds", row.Refunds, sum.Refunds);
        Compare(faults, of, "held", row.Held, sum.Held);
    }

    // A total that has saturated may be any larger amount, so it is not compared.
    private static void Compare(List<string> faults, string of, string what, LedgerAmount row, LedgerAmount sum)
    {
        if (row != sum && !row.IsSaturated)
            faults.Add($"{of}: {what} are {sum} by slices and entries, and the row says {row}.");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
