namespace BudgetEnforcement;

/// <content>Who gets room: needs that are claims first, the oldest on each budget, then other needs, then what nodes would like to have at hand.</content>
internal sealed partial class ExchangeCommand
{
    /// <summary>
    /// Each budget remembers one claim, the oldest of those that have no room there. Claims keep their age while they are repeated, so every budget
    /// puts them in the same order, and two nodes that need each other's slices do not wait for each other. A claim that has found room in a budget
    /// keeps it for a few intervals, in which others give back what they have at hand elsewhere. After that it no longer holds up this budget, even
    /// if it still waits for another one.
    /// </summary>
    private void UpdateClaims(LedgerBooks books, List<ExchangeItem> items)
    {
        foreach (var item in items)
        {
            var budget = books.Budget(item.BudgetId);
            var isDropped = budget.ClaimNodeId == request.NodeId
                && !request.Needs.Any(need => need.IsClaim && need.Id == budget.ClaimId && need.Path.Any(level => level.BudgetId == budget.Id));
            if (budget.ClaimNodeId is not null && (isDropped || budget.ClaimUntil <= books.Now))
                SetClaim(books, budget, null);
        }

        var until = books.Now + Microseconds(IntervalsOfClaim * request.Interval);
        foreach (var need in request.Needs.Where(need => need.IsClaim))
        {
            var since = need.Since ?? books.Now;
            foreach (var budget in need.Path.Select(level => books.Find(level.BudgetId)).OfType<LedgerBudgetRow>())
            {
                var isOwn = budget.ClaimNodeId == request.NodeId && budget.ClaimId == need.Id;
                if (LacksRoom(books, budget, need) && (isOwn || budget.ClaimNodeId is null || IsOlder(since, need.Id, budget)))
                    SetClaim(books, budget, need.Id, since, until);
            }
        }
    }

    private static bool IsOlder(DateTimeOffset since, Guid id, LedgerBudgetRow budget) =>
        since < budget.ClaimSince || (since == budget.ClaimSince && id.CompareTo(budget.ClaimId) < 0);

    private void SetClaim(LedgerBooks books, LedgerBudgetRow budget, Guid? id, DateTimeOffset? since = null, DateTimeOffset? until = null) =>
        books.Rows.Budgets.Put(budget with
        {
            ClaimNodeId = id is null ? null : request.NodeId,
            ClaimId = id ?? default,
            ClaimSince = since,
            ClaimUntil = until,
        });

    private bool LacksRoom(LedgerBooks books, LedgerBudgetRow budget, ExchangeNeed need) =>
        Lacking(books, budget, need.Path.First(level => level.BudgetId == budget.Id).Held) > books.Room(budget.Id, budget.Term);

    private bool IsClaimedByOthers(LedgerBudgetRow budget) => budget.ClaimNodeId is { } node && node != request.NodeId;

    /// <summary>Whether another node's claim comes first. An older claim passes a younger one, also where it has room and so no claim of its own.</summary>
    private bool IsClaimedBefore(LedgerBooks books, LedgerBudgetRow budget, ExchangeNeed need) =>
        IsClaimedByOthers(budget) && !(need.IsClaim && IsOlder(need.Since ?? books.Now, need.Id, budget));

    /// <summary>Grants a need on its whole path or not at all.</summary>
    private void GrantNeed(LedgerBooks books, ExchangeNeed need)
    {
        foreach (var (budgetId, held) in need.Path)
        {
            if (books.Find(budgetId) is not { } budget || IsClaimedBefore(books, budget, need) || Lacking(books, budget, held) > books.Room(budgetId, budget.Term))
                return;
        }

        foreach (var (budgetId, held) in need.Path)
            Grow(books, books.Budget(budgetId), held);
        foreach (var budget in need.Path.Select(level => books.Budget(level.BudgetId)).Where(budget => budget.ClaimNodeId == request.NodeId && budget.ClaimId == need.Id))
            SetClaim(books, budget, null);
    }

    /// <summary>Lets a node have something at hand: its share of what is free, so that the first to ask does not take it all.</summary>
    private void GrantAhead(LedgerBooks books, ExchangeItem item)
    {
        var budget = books.Budget(item.BudgetId);
        if (item.Ahead.IsZero || request.IsLast || IsClaimedByOthers(budget))
            return;
        var held = books.SliceOf(request.NodeId, item.BudgetId, budget.Term).Held;
        var room = books.Room(item.BudgetId, budget.Term);
        var holders = budget.Holders + (held.IsZero ? 1 : 0);
        var share = LedgerAmount.Min(item.Ahead, room.Plus(held).DividedBy(2 * holders));
        var wanted = Needed(item, held).Plus(share);
        if (wanted > held)
            Grow(books, budget, held.Plus(LedgerAmount.Min(wanted.Less(held), room)));
    }

    /// <summary>The part of what the node holds that is not at hand: what is reserved, or needed and granted. A need is never granted in part.</summary>
    private LedgerAmount Needed(ExchangeItem item, LedgerAmount held) => request.Needs.SelectMany(need => need.Path)
        .Where(level => level.BudgetId == item.BudgetId && level.Held <= held)
        .Aggregate(item.Reserved, (most, level) => LedgerAmount.Max(most, level.Held));

    private LedgerAmount Lacking(LedgerBooks books, LedgerBudgetRow budget, LedgerAmount wanted) =>
        wanted.Less(books.SliceOf(request.NodeId, budget.Id, budget.Term).Held);

    private void Grow(LedgerBooks books, LedgerBudgetRow budget, LedgerAmount held)
    {
        var slice = books.SliceOf(request.NodeId, budget.Id, budget.Term);
        if (held > slice.Held)
            books.Put(slice with { Held = held, IsOffered = true });
    }
}
