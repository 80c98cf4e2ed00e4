using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>One line in the journal of a budget. Its key makes a repeated request harmless.</summary>
/// <threadsafety>Immutable: safe for use by several threads.</threadsafety>
[Experimental(LedgerDiagnostics.Store)]
public sealed record LedgerEntryRow : ILedgerRow<LedgerEntryKey>
{
    /// <summary>The id of the row.</summary>
    public required Guid Id { get; init; }

    /// <summary>The budget.</summary>
    public required Guid BudgetId { get; init; }

    /// <summary>The key: 1 to 200 characters, compared ordinally; unique in the budget.</summary>
    public required string Key { get; init; }

    /// <summary>What it is about.</summary>
    public required LedgerEntryKind Kind { get; init; }

    /// <summary>The term in which it counts.</summary>
    public required long Term { get; init; }

    /// <summary>What it adds to the costs of its term; 0 in a settlement, whose costs stand in the slice.</summary>
    public LedgerAmount Costs { get; init; }

    /// <summary>What it adds to the refunds of its term.</summary>
    public LedgerAmount Refunds { get; init; }

    /// <summary>The limit before a change of it; <see langword="null"/> of other kinds.</summary>
    public LedgerAmount? LimitBefore { get; init; }

    /// <summary>The limit after a change of it; <see langword="null"/> of other kinds.</summary>
    public LedgerAmount? LimitAfter { get; init; }

    /// <summary>The node that was settled, or that the request came from; <see langword="null"/> where it came from no node.</summary>
    public Guid? NodeId { get; init; }

    /// <summary>When it was first recorded, by the store's clock.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last set, by the store's clock.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Names and values that came with it, as a JSON object; <see langword="null"/> for none. At most 8,000 characters.</summary>
    public string? Labels { get; init; }

    LedgerEntryKey ILedgerRow<LedgerEntryKey>.Key => new(BudgetId, Key);
}
