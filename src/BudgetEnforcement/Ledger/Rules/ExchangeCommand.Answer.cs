namespace BudgetEnforcement;

/// <content>The answer is made from the rows, so that a repeated request gets it again.</content>
internal sealed partial class ExchangeCommand
{
    private ExchangeReply Refuse(LedgerBooks books, ExchangeOutcome outcome) => new()
    {
        Outcome = outcome,
        Sequence = request.Sequence,
        BatchId = request.BatchId,
        Now = books.Now,
    };

    private ExchangeReply Answer(LedgerBooks books) => new()
    {
        Outcome = ExchangeOutcome.Answered,
        Sequence = request.Sequence,
        BatchId = request.BatchId,
        Now = books.Now,
        IsRewound = books.Rows.Nodes.Find(request.NodeId)!.IsRewound,
        IsLearning = IsLearning(books),
        Items = [.. request.Items.Select(item => Answer(books, item.BudgetId))],
        Needs = [.. request.Needs.Select(need => Answer(books, need))],
    };

    private ExchangeReplyItem Answer(LedgerBooks books, Guid budgetId)
    {
        if (books.Find(budgetId) is not { } budget)
            return new ExchangeReplyItem { BudgetId = budgetId, IsKnown = false };

        // From here on the node may know of what was carried for it.
        var slice = books.SliceOf(request.NodeId, budgetId, budget.Term);
        if (!slice.IsOffered)
            books.Put(slice = slice with { IsOffered = true });
        budget = books.Budget(budgetId);
        var spent = LedgerTotals.Spent(budget.Costs, budget.Refunds);
        return new ExchangeReplyItem
        {
            BudgetId = budgetId,
            Term = budget.Term,
            TermEnd = budget.TermEnd,
            Held = slice.Held,
            Costs = budget.Costs,
            Refunds = budget.Refunds,
            Elsewhere = budget.Held.Less(slice.Held),
            InDoubt = budget.InDoubt,
            FoundDoubt = _foundDoubt.Contains(budgetId),
            Undrawn = books.Room(budgetId, budget.Term),
            Limit = budget.Limit,
            LimitVersion = budget.LimitVersion,
            Shrink = IsClaimedByOthers(budget) || spent.Plus(budget.Held) > budget.Limit,
            Rise = LedgerMarks.Between(budget, slice.RiseFrom, slice.RiseTo),
        };
    }

    private ExchangeReplyNeed Answer(LedgerBooks books, ExchangeNeed need)
    {
        var isMet = need.Path.All(level => books.Find(level.BudgetId) is { } budget && Lacking(books, budget, level.Held).IsZero);
        var since = need.Since ?? need.Path.Select(level => books.Find(level.BudgetId))
            .FirstOrDefault(budget => budget?.ClaimId == need.Id && budget.ClaimNodeId == request.NodeId)?.ClaimSince;
        return new ExchangeReplyNeed(need.Id, isMet, since ?? books.Now);
    }
}
