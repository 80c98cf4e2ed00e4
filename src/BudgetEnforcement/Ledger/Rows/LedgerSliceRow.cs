using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>What a node has reported of a budget in one term, and what it holds of it.</summary>
/// <threadsafety>Immutable: safe for use by several threads.</threadsafety>
[Experimental(LedgerDiagnostics.Store)]
public sealed record LedgerSliceRow : ILedgerRow<LedgerSliceKey>
{
    /// <summary>The id of the row.</summary>
    public required Guid Id { get; init; }

    /// <summary>The node.</summary>
    public required Guid NodeId { get; init; }

    /// <summary>The budget.</summary>
    public required Guid BudgetId { get; init; }

    /// <summary>The number of the term; 0 or more.</summary>
    public required long Term { get; init; }

    /// <summary>All costs of the term that the node has reported.</summary>
    public LedgerAmount Costs { get; init; }

    /// <summary>All refunds of the term that the node has reported.</summary>
    public LedgerAmount Refunds { get; init; }

    /// <summary>What it holds: the amount that it may spend without asking.</summary>
    public LedgerAmount Held { get; init; }

    /// <summary>What the settling of the node took for its costs beyond <see cref="Costs"/>; its next report replaces it.</summary>
    public LedgerAmount GuessedCosts { get; init; }

    /// <summary>What the settling of the node took for its refunds beyond <see cref="Refunds"/>; its next report replaces it.</summary>
    public LedgerAmount GuessedRefunds { get; init; }

    /// <summary>Whether the node was settled since its last report, so that another node may hold by now what it says to hold.</summary>
    public bool IsRevoked { get; init; }

    /// <summary>Whether the node may know of it: false where it was carried over the end of a term and has not been part of an answer yet.</summary>
    public bool IsOffered { get; init; }

    /// <summary>How many marks of the budget were told before the last report of this node; see <see cref="LedgerBudgetRow.Told"/>.</summary>
    public int RiseFrom { get; init; }

    /// <summary>How many marks the last report of this node reached; it tells those between the two.</summary>
    public int RiseTo { get; init; }

    LedgerSliceKey ILedgerRow<LedgerSliceKey>.Key => new(NodeId, BudgetId, Term);
}
