namespace BudgetEnforcement;

/// <summary>The answer of the ledger. The ledger makes it anew from the rows for a repeated request.</summary>
internal sealed record ExchangeReply
{
    internal required ExchangeOutcome Outcome { get; init; }

    internal required long Sequence { get; init; }

    internal required Guid BatchId { get; init; }

    /// <summary>The store's time.</summary>
    internal required DateTimeOffset Now { get; init; }

    /// <summary>Whether the store went back in time behind this node, which must report everything again.</summary>
    internal bool IsRewound { get; init; }

    /// <summary>Whether the ledger grants nothing now, because nodes report again what they hold.</summary>
    internal bool IsLearning { get; init; }

    /// <summary>For an expired node: whether this very request was carried out before the node was forgotten.</summary>
    internal bool IsCarriedOut { get; init; }

    internal IReadOnlyList<ExchangeReplyItem> Items { get; init; } = [];

    internal IReadOnlyList<ExchangeReplyNeed> Needs { get; init; } = [];
}

internal enum ExchangeOutcome
{
    /// <summary>The ledger has carried out the request.</summary>
    Answered,

    /// <summary>An older request, or another process with the same id, has used the number already. The request is not carried out.</summary>
    Fenced,

    /// <summary>The ledger has forgotten the node, which goes on under a new id. The request is not carried out.</summary>
    Expired,
}

/// <summary>How a budget stands, for one node.</summary>
internal sealed record ExchangeReplyItem
{
    internal required Guid BudgetId { get; init; }

    /// <summary>False where the ledger knows no such budget, because the store went back in time; the other members mean nothing then.</summary>
    internal bool IsKnown { get; init; } = true;

    internal long Term { get; init; }

    /// <summary>When the term ends; null where it does not.</summary>
    internal DateTimeOffset? TermEnd { get; init; }

    /// <summary>What the node holds.</summary>
    internal LedgerAmount Held { get; init; }

    /// <summary>All costs of the term, those of the node included.</summary>
    internal LedgerAmount Costs { get; init; }

    internal LedgerAmount Refunds { get; init; }

    /// <summary>What other nodes hold.</summary>
    internal LedgerAmount Elsewhere { get; init; }

    /// <summary>The part of it that nodes hold that were not seen for long.</summary>
    internal LedgerAmount InDoubt { get; init; }

    /// <summary>Whether this request found that more is in doubt than was known.</summary>
    internal bool FoundDoubt { get; init; }

    /// <summary>Room that no node holds.</summary>
    internal LedgerAmount Undrawn { get; init; }

    internal LedgerAmount Limit { get; init; }

    internal long LimitVersion { get; init; }

    /// <summary>Whether to keep only what is reserved, because another node waits, or because more is spent and held than the limit.</summary>
    internal bool Shrink { get; init; }

    /// <summary>The marks that this report was the first to reach, in ascending order.</summary>
    internal IReadOnlyList<BudgetMark> Rise { get; init; } = [];
}

/// <summary>The outcome of a need.</summary>
internal sealed record ExchangeReplyNeed(Guid Id, bool IsMet, DateTimeOffset Since);
