namespace BudgetEnforcement;

/// <summary>Sets the limit of a shared budget, or changes it by an amount; the same command counts once.</summary>
/// <param name="budgetName">The budget.</param>
/// <param name="amount">The new limit, or what is added to it.</param>
/// <param name="isRelative">Whether <paramref name="amount"/> is added.</param>
/// <param name="commandId">Identifies the command when it is repeated.</param>
/// <param name="nodeId">The node that it comes from, null where it comes from none.</param>
/// <param name="userKey">A key of the user's, which takes the place of <paramref name="commandId"/>; null for none.</param>
internal sealed class LimitCommand(string budgetName, decimal amount, bool isRelative, Guid commandId, Guid? nodeId = null, string? userKey = null)
    : LedgerCommand<LimitReply>(new LedgerScope { BudgetNames = [budgetName] })
{
    private protected override LimitReply Execute(LedgerBooks books)
    {
        var budget = books.Find(budgetName) ?? throw LedgerFaults.NoBudget(budgetName);
        var key = userKey is null ? LedgerKeys.OfCommand(commandId) : LedgerKeys.OfLimit(userKey);
        if (books.Entry(budget.Id, key) is { } done)
        {
            // Only a key of a user can have been used for two different changes.
            if (userKey is not null && Changed(done.LimitBefore!.Value) != done.LimitAfter)
                throw LedgerFaults.Conflict(budget, userKey);
            return new LimitReply(budget, done.LimitAfter!.Value, [], IsNew: false);
        }

        books.StartDueTerm(budget.Id);
        return Change(books, budget.Id, Changed(budget.Limit), key, nodeId);
    }

    internal static LimitReply Change(LedgerBooks books, Guid budgetId, LedgerAmount limit, string key, Guid? nodeId)
    {
        var budget = books.Budget(budgetId);
        books.Put(new LedgerEntryRow
        {
            Id = Guid.NewGuid(),
            BudgetId = budgetId,
            Key = key,
            Kind = LedgerEntryKind.Limit,
            Term = budget.Term,
            LimitBefore = budget.Limit,
            LimitAfter = limit,
            NodeId = nodeId,
            CreatedAt = books.Now,
            ChangedAt = books.Now,
        });
        books.Rows.Budgets.Put(books.Budget(budgetId) with { Limit = limit, LimitVersion = budget.LimitVersion + 1 });
        var (from, to) = LedgerMarks.AcknowledgeRise(books, budgetId);
        budget = books.Budget(budgetId);
        return new LimitReply(budget, limit, LedgerMarks.Between(budget, from, to));
    }

    private LedgerAmount Changed(LedgerAmount limit) => isRelative ? Adjusted(limit, amount) : LedgerAmount.FromDecimal(amount);

    private static LedgerAmount Adjusted(LedgerAmount limit, decimal by)
    {
        var change = LedgerAmount.FromDecimal(Math.Abs(by));
        if (by < 0 && change > limit)
            throw new ArgumentOutOfRangeException(nameof(by), by, $"The limit {limit} must not fall below 0.");
        var adjusted = by < 0 ? limit.Less(change) : limit.Plus(change);
        if (adjusted > LedgerAmount.FromDecimal(decimal.MaxValue))
            throw new ArgumentOutOfRangeException(nameof(by), by, $"The limit {limit} must not rise above {decimal.MaxValue}.");
        if (LedgerAmount.FromDecimal(adjusted.ToDecimal()) != adjusted)
            throw new ArgumentOutOfRangeException(nameof(by), by, $"The limit {limit} must not get more digits than a decimal holds.");
        return adjusted;
    }
}

/// <summary>A limit that was changed.</summary>
/// <param name="Budget">The budget as it stands.</param>
/// <param name="Limit">The limit that the command set; it may have been changed again since.</param>
/// <param name="Rise">The marks that spend has reached under a lower limit, which the sender of the command tells.</param>
/// <param name="IsNew">Whether it was changed now; false where the command had been carried out before.</param>
internal sealed record LimitReply(LedgerBudgetRow Budget, LedgerAmount Limit, IReadOnlyList<BudgetMark> Rise, bool IsNew = true);
