using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>A node: one process that holds slices, or held some.</summary>
/// <threadsafety>Immutable: safe for use by several threads.</threadsafety>
[Experimental(LedgerDiagnostics.Store)]
public sealed record LedgerNodeRow : ILedgerRow<Guid>
{
    /// <summary>The id of the node, made when the process opened the ledger.</summary>
    public required Guid Id { get; init; }

    /// <summary>What people call it: 1 to 128 characters. It decides nothing, and several nodes may have one name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it has ended or was settled.</summary>
    public LedgerNodeState State { get; init; }

    /// <summary>The number of its last request; 0 before the first.</summary>
    public long Sequence { get; init; }

    /// <summary>The id of its last request, by which a repetition is known.</summary>
    public Guid BatchId { get; init; }

    /// <summary>When it was first seen, by the store's clock.</summary>
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>When it was last seen, by the store's clock.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>Whether its requests show that the store went back in time, and it has not yet told again what it holds.</summary>
    public bool IsRewound { get; init; }

    /// <summary>When it last made the ledger learn; <see langword="null"/> where it never did.</summary>
    public DateTimeOffset? LearningSince { get; init; }

    Guid ILedgerRow<Guid>.Key => Id;
}
