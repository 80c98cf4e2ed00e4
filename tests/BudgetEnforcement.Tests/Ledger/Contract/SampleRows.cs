using System.Numerics;

namespace BudgetEnforcement.Tests.Ledger.Contract;

/// <summary>Rows with a value of its own in each field, so that none is mistaken for another, and the same rows with none in those that may be empty.</summary>
internal static class SampleRows
{
    private static long _ticks;

    internal static readonly Guid SomeNode = new("11111111-2222-3333-4444-555555555555");

    /// <summary>An instant to the microsecond, another each time.</summary>
    internal static DateTimeOffset Instant() =>
        new DateTimeOffset(2026, 3, 29, 1, 59, 59, TimeSpan.Zero).AddTicks(Interlocked.Increment(ref _ticks) * 1_234_567_890L / 10 * 10);

    /// <summary>An amount that needs all 192 bits, another for each number.</summary>
    internal static LedgerAmount Wide(int number) => LedgerAmount.FromBigInteger((BigInteger.One << 191) + (BigInteger.One << 100) + number);

    internal static LedgerBudgetRow Budget(string? name = null) => new()
    {
        Id = Guid.NewGuid(),
        Name = name ?? "team " + Guid.NewGuid().ToString("N"),
        Currency = "USD",
        Warning75Threshold = 0.75m,
        Warning90Threshold = 0.9m,
        CreatedAt = Instant(),
        TermStart = Instant(),
    };

    internal static LedgerBudgetRow FullBudget() => Budget("Zürich \u6771\u4eac \U0001F4B0 '\"\\%_;") with
    {
        ParentIds = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()],
        Depth = 3,
        Currency = "¤CREDITS",
        Period = BudgetPeriod.Weekly,
        TimeZoneId = "America/Argentina/Buenos_Aires",
        Warning75Threshold = 0.0000000000000000000000000001m,
        Warning90Threshold = 0.3333333333333333333333333333m,
        AlertAt = [1.2m, 0.5m, 0.1234567890123456789012345678m],
        Limit = Wide(1),
        LimitVersion = long.MaxValue - 1,
        Term = long.MaxValue - 2,
        TermEnd = Instant(),
        Costs = Wide(2),
        Refunds = Wide(3),
        Held = Wide(4),
        ForgottenCosts = Wide(5),
        ForgottenRefunds = Wide(6),
        Holders = 7,
        InDoubt = Wide(8),
        Told = 9,
        ClaimNodeId = Guid.NewGuid(),
        ClaimId = Guid.NewGuid(),
        ClaimSince = Instant(),
        ClaimUntil = Instant(),
    };

    internal static LedgerTermRow Term(Guid budget, long term = 0) =>
        new() { Id = Guid.NewGuid(), BudgetId = budget, Term = term, Start = Instant(), End = Instant() };

    internal static LedgerTermRow FullTerm(Guid budget, long term = 0) => Term(budget, term) with
    {
        Limit = Wide(11),
        Costs = Wide(12),
        Refunds = Wide(13),
        Held = Wide(14),
        ForgottenCosts = Wide(15),
        ForgottenRefunds = Wide(16),
    };

    internal static LedgerNodeRow Node(string name = "worker-7") =>
        new() { Id = Guid.NewGuid(), Name = name, FirstSeenAt = Instant(), LastSeenAt = Instant() };

    internal static LedgerNodeRow FullNode() => Node("büro \U0001F4BB") with
    {
        State = LedgerNodeState.Abandoned,
        Sequence = long.MaxValue - 3,
        BatchId = Guid.NewGuid(),
        IsRewound = true,
        LearningSince = Instant(),
    };

    internal static LedgerSliceRow Slice(Guid budget, Guid? node = null, long term = 0) =>
        new() { Id = Guid.NewGuid(), NodeId = node ?? SomeNode, BudgetId = budget, Term = term };

    internal static LedgerSliceRow FullSlice(Guid budget, long term = 0) => Slice(budget, Guid.NewGuid(), term) with
    {
        Costs = Wide(21),
        Refunds = Wide(22),
        Held = Wide(23),
        GuessedCosts = Wide(24),
        GuessedRefunds = Wide(25),
        IsRevoked = true,
        IsOffered = false,
        RiseFrom = 26,
        RiseTo = 27,
    };

    internal static LedgerEntryRow Entry(Guid budget, string? key = null) => new()
    {
        Id = Guid.NewGuid(),
        BudgetId = budget,
        Key = key ?? Guid.NewGuid().ToString(),
        Kind = LedgerEntryKind.Cost,
        Term = 0,
        CreatedAt = Instant(),
        ChangedAt = Instant(),
    };

    internal static LedgerEntryRow FullEntry(Guid budget) => Entry(budget, new string('ü', 190) + "'\"\\%_;\U0001F4B0") with
    {
        Kind = LedgerEntryKind.Settlement,
        Term = long.MaxValue - 4,
        Costs = Wide(31),
        Refunds = Wide(32),
        LimitBefore = Wide(33),
        LimitAfter = LedgerAmount.Zero,
        NodeId = Guid.NewGuid(),
        Labels = """{"model":"größe \ud83d\udcb0","empty":"","quote":"'\""}""",
    };

    /// <summary>Puts a row of any kind.</summary>
    internal static void Put(this LedgerRows rows, object row)
    {
        switch (row)
        {
            case LedgerNodeRow node: rows.Nodes.Put(node); break;
            case LedgerBudgetRow budget: rows.Budgets.Put(budget); break;
            case LedgerTermRow term: rows.Terms.Put(term); break;
            case LedgerSliceRow slice: rows.Slices.Put(slice); break;
            case LedgerEntryRow entry: rows.Entries.Put(entry); break;
            case LedgerRow ledger: rows.Ledger = ledger; break;
            default: throw new ArgumentException("No row: " + row, nameof(row));
        }
    }
}
