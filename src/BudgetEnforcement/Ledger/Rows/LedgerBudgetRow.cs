using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>A shared budget: what it is, and how its present term stands.</summary>
/// <threadsafety>Immutable: safe for use by several threads, as long as no caller changes a list that it was given.</threadsafety>
[Experimental(LedgerDiagnostics.Store)]
public sealed record LedgerBudgetRow : ILedgerRow<Guid>
{
    /// <summary>The id of the budget.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name: 1 to 128 characters, compared ordinally, and no two budgets of a ledger have the same.</summary>
    public required string Name { get; init; }

    /// <summary>Its parents in their order, at most a few; empty at a root.</summary>
    public IReadOnlyList<Guid> ParentIds { get; init; } = [];

    /// <summary>How many budgets are above it on the longest way; 0 at a root. A parent is locked before its children.</summary>
    public int Depth { get; init; }

    /// <summary>The label of its currency: 1 to 16 characters.</summary>
    public required string Currency { get; init; }

    /// <summary>How often a term ends by the calendar.</summary>
    public BudgetPeriod Period { get; init; }

    /// <summary>The id of the time zone of that calendar; <see langword="null"/> for UTC.</summary>
    public string? TimeZoneId { get; init; }

    /// <summary>The portion of the limit at which <see cref="BudgetStatus.Warning75"/> begins; above 0, below 1.</summary>
    public required decimal Warning75Threshold { get; init; }

    /// <summary>The portion of the limit at which <see cref="BudgetStatus.Warning90"/> begins; above 0, at most 1.</summary>
    public required decimal Warning90Threshold { get; init; }

    /// <summary>Further portions of the limit that are announced, at most 16; above 0.</summary>
    public IReadOnlyList<decimal> AlertAt { get; init; } = [];

    /// <summary>The most that may be spent in a term.</summary>
    public LedgerAmount Limit { get; init; }

    /// <summary>
    /// How often the limit was changed; 0 or more. A statement that updates the limit by hand adds 1, so that a store that went back in time learns
    /// the newer limit from the nodes.
    /// </summary>
    public long LimitVersion { get; init; }

    /// <summary>When the budget was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The number of the present term; 0 or more.</summary>
    public long Term { get; init; }

    /// <summary>When the present term began.</summary>
    public required DateTimeOffset TermStart { get; init; }

    /// <summary>When the present term ends by the calendar; <see langword="null"/> where it does not.</summary>
    public DateTimeOffset? TermEnd { get; init; }

    /// <summary>The costs of the present term, of all nodes and entries. It only shrinks where a guess or an entry is replaced.</summary>
    public LedgerAmount Costs { get; init; }

    /// <summary>The refunds of the present term.</summary>
    public LedgerAmount Refunds { get; init; }

    /// <summary>What all nodes hold in the present term.</summary>
    public LedgerAmount Held { get; init; }

    /// <summary>The part of <see cref="Costs"/> that stands in no slice any more, because its node was forgotten.</summary>
    public LedgerAmount ForgottenCosts { get; init; }

    /// <summary>The part of <see cref="Refunds"/> that stands in no slice any more, because its node was forgotten.</summary>
    public LedgerAmount ForgottenRefunds { get; init; }

    /// <summary>How many nodes hold something in the present term.</summary>
    public int Holders { get; init; }

    /// <summary>What nodes that were not seen for long hold, as of the last time that an exchange looked for it.</summary>
    public LedgerAmount InDoubt { get; init; }

    /// <summary>How many of the marks (thresholds and alerts in ascending order, and the limit) are told; 0 to 19.</summary>
    public int Told { get; init; }

    /// <summary>The node that waits longest for what others hold; <see langword="null"/> where no node waits.</summary>
    public Guid? ClaimNodeId { get; init; }

    /// <summary>The id of the claim of that node; of no meaning without <see cref="ClaimNodeId"/>.</summary>
    public Guid ClaimId { get; init; }

    /// <summary>Since when that claim stands; <see langword="null"/> without <see cref="ClaimNodeId"/>.</summary>
    public DateTimeOffset? ClaimSince { get; init; }

    /// <summary>When that claim ends unless its node repeats it; <see langword="null"/> without <see cref="ClaimNodeId"/>.</summary>
    public DateTimeOffset? ClaimUntil { get; init; }

    Guid ILedgerRow<Guid>.Key => Id;
}
