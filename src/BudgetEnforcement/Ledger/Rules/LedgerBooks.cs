namespace BudgetEnforcement;

/// <summary>
/// The rows of a transaction as books: putting a slice or an entry changes the totals of its term by the same amount, so that every unit is accounted
/// for, no matter what the rules decide.
/// </summary>
internal sealed partial class LedgerBooks(LedgerRows rows, LedgerScope scope)
{
    internal DateTimeOffset Now => rows.Now;

    internal LedgerRows Rows => rows;

    internal LedgerBudgetRow? Find(Guid budgetId) => rows.Budgets.Find(budgetId);

    internal LedgerBudgetRow? Find(string name) => rows.Budgets.SingleOrDefault(row => string.Equals(row.Name, name, StringComparison.Ordinal));

    internal LedgerBudgetRow Budget(Guid budgetId) => Find(budgetId) ?? throw new BudgetLedgerException($"The ledger has no budget {budgetId}.");

    internal LedgerSliceRow SliceOf(Guid nodeId, Guid budgetId, long term) => rows.Slices.Find(new(nodeId, budgetId, term))
        ?? new LedgerSliceRow { Id = Guid.NewGuid(), NodeId = nodeId, BudgetId = budgetId, Term = term };

    /// <summary>Slices of a budget that are present, hold something or have a guess; only those of one node, where one is given.</summary>
    internal IEnumerable<LedgerSliceRow> SlicesOf(Guid budgetId, Guid? nodeId = null) =>
        rows.Slices.Where(slice => slice.BudgetId == budgetId && (nodeId is null || slice.NodeId == nodeId));

    internal LedgerTotals Totals(Guid budgetId, long term)
    {
        var budget = Budget(budgetId);
        if (term == budget.Term)
            return new LedgerTotals(budget.Costs, budget.Refunds, budget.Held);
        var closed = ClosedTerm(budget, term);
        return new LedgerTotals(closed.Costs, closed.Refunds, closed.Held);
    }

    internal LedgerAmount LimitOf(Guid budgetId, long term)
    {
        var budget = Budget(budgetId);
        return term == budget.Term ? budget.Limit : ClosedTerm(budget, term).Limit;
    }

    /// <summary>The limit less what is spent and held; 0 where that is more than the limit.</summary>
    internal LedgerAmount Room(Guid budgetId, long term)
    {
        var totals = Totals(budgetId, term);
        return LimitOf(budgetId, term).Less(LedgerTotals.Spent(totals.Costs, totals.Refunds)).Less(totals.Held);
    }

    internal void Put(LedgerSliceRow after)
    {
        var before = rows.Slices.Find(new(after.NodeId, after.BudgetId, after.Term));
        var holders = (after.Held.IsZero ? 0 : 1) - (before is null || before.Held.IsZero ? 0 : 1);
        Replace(after.BudgetId, after.Term, LedgerTotals.Of(before), LedgerTotals.Of(after), holders);
        rows.Slices.Put(after);
    }

    internal void Put(LedgerEntryRow after)
    {
        var before = rows.Entries.Find(new(after.BudgetId, after.Key));
        Replace(after.BudgetId, after.Term, LedgerTotals.Of(before), LedgerTotals.Of(after));
        rows.Entries.Put(after);
    }

    /// <summary>Removes a slice that holds nothing; its costs and refunds stay in the totals.</summary>
    internal void Forget(LedgerSliceRow slice)
    {
        var totals = LedgerTotals.Of(slice);
        var budget = Budget(slice.BudgetId);
        if (slice.Term == budget.Term)
        {
            rows.Budgets.Put(budget with
            {
                ForgottenCosts = budget.ForgottenCosts.Plus(totals.Costs),
                ForgottenRefunds = budget.ForgottenRefunds.Plus(totals.Refunds),
            });
        }
        else
        {
            var closed = ClosedTerm(budget, slice.Term);
            rows.Terms.Put(closed with
            {
                ForgottenCosts = closed.ForgottenCosts.Plus(totals.Costs),
                ForgottenRefunds = closed.ForgottenRefunds.Plus(totals.Refunds),
            });
        }

        rows.Slices.Remove(new(slice.NodeId, slice.BudgetId, slice.Term));
    }

    /// <summary>Looks an entry up; asks for a larger scope where the scope does not name the entry.</summary>
    internal LedgerEntryRow? Entry(Guid budgetId, string key)
    {
        var entryKey = new LedgerEntryKey(budgetId, key);
        if (!scope.Entries.Contains(entryKey))
            throw new LargerScopeException(scope with { Entries = [.. scope.Entries, entryKey] });
        return rows.Entries.Find(entryKey);
    }

    /// <summary>A budget with everything above it, the budget first; asks for a larger scope where the scope does not name all of them.</summary>
    internal List<LedgerBudgetRow> PathOf(Guid budgetId)
    {
        List<LedgerBudgetRow> path = [Budget(budgetId)];
        for (var i = 0; i < path.Count; i++)
        {
            var missing = path[i].ParentIds.Where(id => Find(id) is null).ToList();
            if (missing.Any(scope.BudgetIds.Contains))
                throw new BudgetLedgerException($"A parent of budget {BudgetOptionsRules.Quote(path[i].Name)} is not in the ledger.");
            if (missing.Count > 0)
                throw new LargerScopeException(scope with { BudgetIds = [.. scope.BudgetIds, .. missing] });
            path.AddRange(path[i].ParentIds.Select(Budget).Where(parent => path.TrueForAll(row => row.Id != parent.Id)));
        }

        return path;
    }

    private void Replace(Guid budgetId, long term, LedgerTotals before, LedgerTotals after, int holders = 0)
    {
        var totals = Totals(budgetId, term).With(before, after);
        var budget = Budget(budgetId);
        if (term == budget.Term)
            rows.Budgets.Put(budget with { Costs = totals.Costs, Refunds = totals.Refunds, Held = totals.Held, Holders = budget.Holders + holders });
        else
            rows.Terms.Put(ClosedTerm(budget, term) with { Costs = totals.Costs, Refunds = totals.Refunds, Held = totals.Held });
    }
}
