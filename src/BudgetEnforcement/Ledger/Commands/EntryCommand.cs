namespace BudgetEnforcement;

/// <summary>
/// Records a cost or a refund that arrives from outside, or sets an amount, in a budget and everything above it. A key counts once.
/// </summary>
internal sealed class EntryCommand(EntryRequest request) : LedgerCommand<EntryReply>(new LedgerScope { BudgetNames = [request.BudgetName] })
{
    private protected override EntryReply Execute(LedgerBooks books)
    {
        if (request.Kind != LedgerEntryKind.Adjustment)
            Money.ThrowIfNegative(request.Amount);
        var budget = books.Find(request.BudgetName) ?? throw LedgerFaults.NoBudget(request.BudgetName);
        var path = books.PathOf(budget.Id);
        var changed = false;
        foreach (var level in path)
            books.StartDueTerm(level.Id);
        var previous = LedgerTotals.AmountOf(books.Entry(budget.Id, LedgerKeys.OfUser(request.Key)));
        foreach (var level in path)
            changed |= Put(books, level.Id, budget.Id);

        List<EntryRise> rises = [];
        foreach (var level in path)
        {
            var (from, to) = LedgerMarks.AcknowledgeRise(books, level.Id);
            var row = books.Budget(level.Id);
            if (LedgerMarks.Between(row, from, to) is { Count: > 0 } rise)
                rises.Add(new EntryRise(row, rise));
        }

        return new EntryReply(books.Budget(budget.Id), changed, previous, rises);
    }

    private bool Put(LedgerBooks books, Guid budgetId, Guid ownId)
    {
        var budget = books.Budget(budgetId);
        var key = LedgerKeys.OfUser(request.Key);
        if (budgetId != ownId)
            key = LedgerKeys.OfBudgetBeneath(ownId, key);
        var existing = books.Entry(budgetId, key);
        if (budgetId == ownId && existing is null && request.NewInTerm is { } meant && meant != budget.Term)
            throw LedgerFaults.OtherTerm(budget, request.Key, meant);
        var wanted = new LedgerEntryRow
        {
            Id = existing?.Id ?? Guid.NewGuid(),
            BudgetId = budgetId,
            Key = key,
            Kind = request.Kind,
            Term = TermOf(budget) ?? existing?.Term ?? budget.Term,
            Costs = request is { Kind: not LedgerEntryKind.Refund, Amount: > 0 } ? LedgerAmount.FromDecimal(request.Amount) : default,
            Refunds = request.Kind == LedgerEntryKind.Refund || request.Amount < 0 ? LedgerAmount.FromDecimal(Math.Abs(request.Amount)) : default,
            NodeId = request.NodeId,
            CreatedAt = existing?.CreatedAt ?? books.Now,
            ChangedAt = books.Now,
            Labels = request.Labels,
        };
        if (existing is not null)
        {
            var isSame = (existing.Costs, existing.Refunds) == (wanted.Costs, wanted.Refunds);
            if (existing.Kind != wanted.Kind || existing.Term != wanted.Term || !(isSame || request.Kind == LedgerEntryKind.Adjustment))
                throw LedgerFaults.Conflict(budget, request.Key);
            if (isSame)
                return false;
        }

        ThrowIfUnknown(books, budget, wanted.Term);
        books.Put(wanted);
        ThrowIfBelowZero(books, budget, wanted, existing);
        return true;
    }

    private long? TermOf(LedgerBudgetRow budget) => request.Terms is { } terms && terms.TryGetValue(budget.Id, out var term) ? term : null;

    private static void ThrowIfUnknown(LedgerBooks books, LedgerBudgetRow budget, long term)
    {
        if (term == budget.Term)
            return;
        var closed = books.ClosedTerm(budget, term);
        if (term > budget.Term || books.Rows.Terms.Find(new(budget.Id, closed.Term)) is null)
            throw new BudgetLedgerException($"Budget {BudgetOptionsRules.Quote(budget.Name)} has no term {term}.");
    }

    // Entries and nodes together must not take back more than was spent.
    private void ThrowIfBelowZero(LedgerBooks books, LedgerBudgetRow budget, LedgerEntryRow wanted, LedgerEntryRow? existing)
    {
        var isLess = wanted.Refunds > LedgerTotals.Of(existing).Refunds || wanted.Costs < LedgerTotals.Of(existing).Costs;
        var totals = books.Totals(budget.Id, wanted.Term);
        if (isLess && totals.Refunds > totals.Costs)
        {
            throw new BudgetLedgerException(
                $"Entry {BudgetOptionsRules.Quote(request.Key)} would take back more than was spent of budget {BudgetOptionsRules.Quote(budget.Name)}.");
        }
    }
}

/// <summary>A request to record or set an entry.</summary>
internal sealed record EntryRequest
{
    internal required string BudgetName { get; init; }

    /// <summary>The key of the entry: 1 to <see cref="LedgerKeys.LongestOfUser"/> characters.</summary>
    internal required string Key { get; init; }

    /// <summary>A cost or a refund, which count once; or an adjustment, which may be set again.</summary>
    internal required LedgerEntryKind Kind { get; init; }

    /// <summary>0 or more; an adjustment may be below.</summary>
    internal required decimal Amount { get; init; }

    /// <summary>
    /// The terms in which it counts, by budget. Without one here, it counts in the term of the existing entry, or else in the present term.
    /// </summary>
    internal IReadOnlyDictionary<Guid, long>? Terms { get; init; }

    /// <summary>The term that must be the present one of the budget if the entry is new; null if it may be any.</summary>
    internal long? NewInTerm { get; init; }

    /// <summary>A JSON object, or null.</summary>
    internal string? Labels { get; init; }

    internal Guid? NodeId { get; init; }
}

/// <summary>What became of an entry.</summary>
/// <param name="Budget">The budget as it stands.</param>
/// <param name="IsNew">Whether it changed anything; false where it was there already.</param>
/// <param name="PreviousAmount">What stood under its key before; 0 where nothing did.</param>
/// <param name="Rises">The marks that it reached, which the sender tells: of the budget first, then of those above.</param>
internal sealed record EntryReply(LedgerBudgetRow Budget, bool IsNew, decimal PreviousAmount, IReadOnlyList<EntryRise> Rises);

/// <summary>Marks of one budget that an entry reached.</summary>
internal sealed record EntryRise(LedgerBudgetRow Budget, IReadOnlyList<BudgetMark> Marks);
