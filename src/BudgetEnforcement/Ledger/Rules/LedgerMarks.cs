namespace BudgetEnforcement;

/// <summary>The marks of a shared budget that are announced: thresholds, alerts and the limit, in the order in which spend reaches them.</summary>
internal static class LedgerMarks
{
    /// <summary>How many marks the spend of the present term has reached.</summary>
    internal static int Rank(LedgerBudgetRow budget)
    {
        var spent = LedgerTotals.Spent(budget.Costs, budget.Refunds).Money;
        if (budget.Limit.IsZero)
            return spent.IsZero ? 0 : Of(budget).Length; // A limit of 0 has no meaningful portions.
        return Of(budget).TakeWhile(mark => mark.Trigger <= spent).Count();
    }

    /// <summary>Notes that the marks which the spend has reached are told.</summary>
    /// <returns>The ranks before and after; equal where there is nothing new to tell.</returns>
    internal static (int From, int To) AcknowledgeRise(LedgerBooks books, Guid budgetId)
    {
        var budget = books.Budget(budgetId);
        var (from, to) = (budget.Told, Rank(budget));
        if (from != to)
            books.Rows.Budgets.Put(budget with { Told = to });
        return (from, Math.Max(from, to));
    }

    /// <summary>The marks between two ranks that are worth telling.</summary>
    internal static IReadOnlyList<BudgetMark> Between(LedgerBudgetRow budget, int from, int to) => to <= from
        ? []
        : [.. Of(budget).Skip(from).Take(to - from).Where(mark => !budget.Limit.IsZero || mark.Threshold is null)];

    private static BudgetMark[] Of(LedgerBudgetRow budget)
    {
        var thresholds = BudgetThresholds.For(budget.Warning75Threshold, budget.Warning90Threshold, budget.AlertAt);

        // A limit that was set by hand may be more than a decimal; no spend is above the largest amount.
        var amount = budget.Limit.IsSaturated ? Money.Max - Money.Unit : budget.Limit.Money;
        var limit = new BudgetLimit(amount, thresholds);
        return thresholds.MarksOf(limit) ??
        [
            new BudgetMark(MoneyReader.Portion(amount, thresholds.Warning75), thresholds.Warning75, BudgetStatus.Warning75, IsAlert: false),
            new BudgetMark(MoneyReader.Portion(amount, thresholds.Warning90), thresholds.Warning90, BudgetStatus.Warning90, IsAlert: false),
            new BudgetMark(amount + Money.Unit, Threshold: null, BudgetStatus.Exceeded, IsAlert: false),
        ];
    }
}
