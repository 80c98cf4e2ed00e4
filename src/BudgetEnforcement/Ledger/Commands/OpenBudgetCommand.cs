namespace BudgetEnforcement;

/// <summary>Creates a shared budget, or makes sure that the one that is there is the same. Opening changes nothing that exists, except a limit that it sets and a term that is over.</summary>
internal sealed class OpenBudgetCommand(BudgetDefinition wanted, Guid? nodeId = null) : LedgerCommand<OpenBudgetReply>(new LedgerScope
{
    BudgetIds = wanted.ParentIds,
    BudgetNames = [wanted.Name],
})
{
    private protected override OpenBudgetReply Execute(LedgerBooks books)
    {
        var parents = wanted.ParentIds.Select(id => books.Find(id)
            ?? throw Mismatch("its parent is not in the ledger; open the parent first")).ToList();
        if (books.Find(wanted.Name) is not { } existing)
            return new OpenBudgetReply(Create(books, parents), IsCreated: true, IsLimitKept: false);

        ThrowIfOther(existing, parents);
        books.StartDueTerm(existing.Id);
        existing = books.Budget(existing.Id);
        var limit = LedgerAmount.FromDecimal(wanted.Limit);
        if (existing.Limit == limit || !wanted.SetsLimit)
            return new OpenBudgetReply(existing, IsCreated: false, IsLimitKept: existing.Limit != limit);
        var changed = LimitCommand.Change(books, existing.Id, limit, LedgerKeys.OfCommand(Guid.NewGuid()), nodeId);
        return new OpenBudgetReply(changed.Budget, IsCreated: false, IsLimitKept: false, changed);
    }

    private LedgerBudgetRow Create(LedgerBooks books, List<LedgerBudgetRow> parents)
    {
        var currency = CurrencyUnder(parents);
        var budget = new LedgerBudgetRow
        {
            Id = wanted.Id,
            Name = wanted.Name,
            ParentIds = wanted.ParentIds,
            Depth = parents.Select(parent => parent.Depth + 1).DefaultIfEmpty(0).Max(),
            Currency = currency,
            Period = wanted.Period,
            TimeZoneId = wanted.TimeZoneId,
            Warning75Threshold = wanted.Warning75Threshold,
            Warning90Threshold = wanted.Warning90Threshold,
            AlertAt = wanted.AlertAt,
            Limit = LedgerAmount.FromDecimal(wanted.Limit),
            CreatedAt = books.Now,
            TermStart = books.Now,
        };
        books.Rows.Budgets.Put(budget with { TermEnd = LedgerBooks.EndAfter(budget, books.Now) });
        if (wanted.InitialSpent > 0 && IsOfThisPeriod(budget, books.Now))
        {
            books.Put(new LedgerEntryRow
            {
                Id = Guid.NewGuid(),
                BudgetId = budget.Id,
                Key = LedgerKeys.InitialSpent,
                Kind = LedgerEntryKind.InitialSpent,
                Term = 0,
                Costs = LedgerAmount.FromDecimal(wanted.InitialSpent),
                NodeId = nodeId,
                CreatedAt = books.Now,
                ChangedAt = books.Now,
            });
        }

        // Thresholds that are passed at the start are no news.
        LedgerMarks.AcknowledgeRise(books, budget.Id);
        return books.Budget(budget.Id);
    }

    // Spend from before the end of a period belongs to that period.
    private bool IsOfThisPeriod(LedgerBudgetRow budget, DateTimeOffset now) =>
        wanted.InitialSpentAt is not { } at || LedgerBooks.EndAfter(budget, at.ToUniversalTime()) is not { } end || end > now;

    private string CurrencyUnder(List<LedgerBudgetRow> parents)
    {
        var currency = wanted.Currency ?? (parents.Count > 0 ? parents[0].Currency : MoneyText.DefaultCurrency);
        if (parents.Find(parent => parent.Currency != currency) is { } other)
            throw Mismatch($"its currency is {currency}, and that of its parent {BudgetOptionsRules.Quote(other.Name)} is {other.Currency}");
        return currency;
    }

    private void ThrowIfOther(LedgerBudgetRow existing, List<LedgerBudgetRow> parents)
    {
        if (!existing.ParentIds.SequenceEqual(wanted.ParentIds))
            throw Mismatch("its parents are others in the ledger");
        if (existing.Currency != CurrencyUnder(parents) && !(wanted.Currency is null && parents.Count == 0))
            throw Mismatch($"its currency is {existing.Currency} in the ledger, and {CurrencyUnder(parents)} is wanted");
        if (existing.Period != wanted.Period)
            throw Mismatch($"its period is {existing.Period} in the ledger, and {wanted.Period} is wanted");
        if (existing.Period != BudgetPeriod.None && ZoneOf(existing.TimeZoneId) != ZoneOf(wanted.TimeZoneId))
            throw Mismatch($"its time zone is {existing.TimeZoneId ?? "UTC"} in the ledger, and {wanted.TimeZoneId ?? "UTC"} is wanted");
    }

    // Some machines name a time zone by its IANA id, others by its Windows id.
    private static string ZoneOf(string? id) => id is null ? "UTC" : TimeZoneInfo.TryConvertWindowsIdToIanaId(id, out var iana) ? iana : id;

    private BudgetLedgerException Mismatch(string reason) => new($"Budget {BudgetOptionsRules.Quote(wanted.Name)} cannot be opened: {reason}.");
}

/// <summary>A budget that was opened.</summary>
/// <param name="Budget">As it stands in the ledger.</param>
/// <param name="IsCreated">Whether it was not there before.</param>
/// <param name="IsLimitKept">Whether the ledger has another limit than was wanted, and keeps it.</param>
/// <param name="Changed">The limit that was set because the process wants another one; null where it was not.</param>
internal sealed record OpenBudgetReply(LedgerBudgetRow Budget, bool IsCreated, bool IsLimitKept, LimitReply? Changed = null);
