using System.Globalization;

namespace BudgetEnforcement.Stores;

/// <summary>Makes the rows of a ledger from their columns, in the order that the tables of every database store have them.</summary>
internal static class LedgerRowReading
{
    /// <summary>Makes the row of the ledger, whose first column is the version of the schema.</summary>
    /// <param name="row">The columns.</param>
    /// <param name="place">Where the ledger is, for people.</param>
    /// <param name="knownVersion">The version of the schema that the store knows.</param>
    /// <exception cref="BudgetLedgerException">The schema has another version.</exception>
    internal static LedgerRow Ledger(LedgerRowReader row, string place, int knownVersion)
    {
        var version = row.Int();
        if (version != knownVersion)
        {
            throw new BudgetLedgerException(string.Create(
                CultureInfo.InvariantCulture,
                $"The ledger in {place} has version {version} of the schema, and this library knows version {knownVersion}. Use the version of the package that the other processes use."));
        }

        return new LedgerRow { Id = row.Guid(), RulesVersion = row.Int(), LearningUntil = row.OptionalInstant(), ForgottenUntil = row.OptionalInstant() };
    }

    internal static LedgerNodeRow Node(LedgerRowReader row) => new()
    {
        Id = row.Guid(),
        Name = row.Text(),
        State = (LedgerNodeState)row.Int(),
        Sequence = row.Long(),
        BatchId = row.Guid(),
        FirstSeenAt = row.Instant(),
        LastSeenAt = row.Instant(),
        IsRewound = row.Bool(),
        LearningSince = row.OptionalInstant(),
    };

    internal static LedgerBudgetRow Budget(LedgerRowReader row) => new()
    {
        Id = row.Guid(),
        Name = row.Text(),
        ParentIds = row.Guids(),
        Depth = row.Int(),
        Currency = row.Text(),
        Period = (BudgetPeriod)row.Int(),
        TimeZoneId = row.OptionalText(),
        Warning75Threshold = row.Decimal(),
        Warning90Threshold = row.Decimal(),
        AlertAt = row.Decimals(),
        Limit = row.Amount(),
        LimitVersion = row.Long(),
        CreatedAt = row.Instant(),
        Term = row.Long(),
        TermStart = row.Instant(),
        TermEnd = row.OptionalInstant(),
        Costs = row.Amount(),
        Refunds = row.Amount(),
        Held = row.Amount(),
        ForgottenCosts = row.Amount(),
        ForgottenRefunds = row.Amount(),
        Holders = row.Int(),
        InDoubt = row.Amount(),
        Told = row.Int(),
        ClaimNodeId = row.OptionalGuid(),
        ClaimId = row.Guid(),
        ClaimSince = row.OptionalInstant(),
        ClaimUntil = row.OptionalInstant(),
    };

    internal static LedgerTermRow Term(LedgerRowReader row) => new()
    {
        Id = row.Guid(),
        BudgetId = row.Guid(),
        Term = row.Long(),
        Start = row.Instant(),
        End = row.Instant(),
        Limit = row.Amount(),
        Costs = row.Amount(),
        Refunds = row.Amount(),
        Held = row.Amount(),
        ForgottenCosts = row.Amount(),
        ForgottenRefunds = row.Amount(),
    };

    internal static LedgerSliceRow Slice(LedgerRowReader row) => new()
    {
        Id = row.Guid(),
        NodeId = row.Guid(),
        BudgetId = row.Guid(),
        Term = row.Long(),
        Costs = row.Amount(),
        Refunds = row.Amount(),
        Held = row.Amount(),
        GuessedCosts = row.Amount(),
        GuessedRefunds = row.Amount(),
        IsRevoked = row.Bool(),
        IsOffered = row.Bool(),
        RiseFrom = row.Int(),
        RiseTo = row.Int(),
    };

    internal static LedgerEntryRow Entry(LedgerRowReader row) => new()
    {
        Id = row.Guid(),
        BudgetId = row.Guid(),
        Key = row.Text(),
        Kind = (LedgerEntryKind)row.Int(),
        Term = row.Long(),
        Costs = row.Amount(),
        Refunds = row.Amount(),
        LimitBefore = row.OptionalAmount(),
        LimitAfter = row.OptionalAmount(),
        NodeId = row.OptionalGuid(),
        CreatedAt = row.Instant(),
        ChangedAt = row.Instant(),
        Labels = row.OptionalText(),
    };
}
