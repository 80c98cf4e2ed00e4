namespace BudgetEnforcement;

/// <summary>Turns rows into what callers read.</summary>
internal static class LedgerReading
{
    /// <summary>
    /// Reads budgets, and the other rows that the query asks for, as they stand at the store's time. Where a term is over and no transaction has
    /// ended it yet, this method ends it by the same rules, in the rows that were read and nowhere else.
    /// </summary>
    internal static LedgerRows Read(IBudgetStore store, LedgerQuery query)
    {
        var rows = store.Read(query);
        if (!rows.Budgets.Any(row => row.TermEnd <= rows.Now))
            return rows;

        // A new term takes over what nodes hold, which is in the slices. A second read fetches them, so that all other reads do without.
        rows = store.Read(query with { Kinds = query.Kinds | LedgerRowKinds.Slices, HoldingOnly = true });
        var books = new LedgerBooks(rows, new LedgerScope { AllSlices = true });
        foreach (var budget in rows.Budgets.Where(row => row.TermEnd <= rows.Now))
        {
            try
            {
                books.StartDueTerm(budget.Id);
            }
            catch (BudgetLedgerException)
            {
                // This machine does not know the time zone. The budget stays as it was last written, and the other budgets are still read.
            }
        }

        return rows;
    }

    internal static IReadOnlyList<LedgerNodeInfo> NodesOf(LedgerRows rows, TimeSpan lifetime)
    {
        var holdings = rows.Slices.ToLookup(slice => slice.NodeId);
        return
        [
            .. rows.Nodes.Where(node => node.State != LedgerNodeState.Forgotten).OrderBy(node => node.FirstSeenAt).ThenBy(node => node.Id)
                .Select(node => new LedgerNodeInfo(node, StatusOf(node, rows.Now, lifetime), HoldingsOf(rows, holdings[node.Id]))),
        ];
    }

    private static LedgerNodeStatus StatusOf(LedgerNodeRow node, DateTimeOffset now, TimeSpan lifetime) => node.State switch
    {
        _ when LedgerDoubt.IsInDoubt(node, now, lifetime) => LedgerNodeStatus.InDoubt,
        LedgerNodeState.Closed => LedgerNodeStatus.Closed,
        LedgerNodeState.Settled => LedgerNodeStatus.Settled,
        _ => LedgerNodeStatus.Connected,
    };

    private static IReadOnlyList<LedgerHolding> HoldingsOf(LedgerRows rows, IEnumerable<LedgerSliceRow> slices) =>
    [
        .. from slice in slices
           let budget = rows.Budgets.Find(slice.BudgetId)
           where budget is not null
           orderby budget.Depth, budget.Name, slice.Term
           select new LedgerHolding(slice, budget),
    ];
}
