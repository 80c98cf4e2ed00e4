namespace BudgetEnforcement;

/// <summary>
/// What a node tells the ledger, about once in an interval. A request may be lost, repeated or late. So its reports are cumulative, and the node
/// sends it again unchanged, with its number and id, until it is answered.
/// </summary>
internal sealed record ExchangeRequest
{
    internal required Guid NodeId { get; init; }

    internal required string NodeName { get; init; }

    /// <summary>One more than that of the last request that was answered; 1 for the first.</summary>
    internal required long Sequence { get; init; }

    internal required Guid BatchId { get; init; }

    /// <summary>The store's time in the last answer; null before the first.</summary>
    internal DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>The time between two exchanges of the node. A claim that is not repeated for three intervals ends.</summary>
    internal TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a node may be unseen before it is in doubt.</summary>
    internal TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the node has now told again all that it holds, spent and knows of limits, because the store went back in time.</summary>
    internal bool IsReassertion { get; init; }

    /// <summary>Whether the node ends with this request, which then names every budget of which it holds something.</summary>
    internal bool IsLast { get; init; }

    /// <summary>Whether the ledger looks which other nodes are in doubt. This costs more, so nodes ask for it only now and then.</summary>
    internal bool LooksForDoubt { get; init; }

    /// <summary>The final reports on terms that the node has left, in ascending order.</summary>
    internal IReadOnlyList<ExchangeClosing> Closings { get; init; } = [];

    /// <summary>The budgets that changed, each once, and all of the paths of <see cref="Needs"/>.</summary>
    internal IReadOnlyList<ExchangeItem> Items { get; init; } = [];

    /// <summary>What the node needs and does not hold: first for its waiters, the oldest first, then for those that ask, then for operations that go on.</summary>
    internal IReadOnlyList<ExchangeNeed> Needs { get; init; } = [];
}

/// <summary>A final report: the node holds nothing of this term any more.</summary>
internal sealed record ExchangeClosing(Guid BudgetId, long Term, LedgerAmount Costs, LedgerAmount Refunds);

/// <summary>A report on a budget.</summary>
internal sealed record ExchangeItem
{
    internal required Guid BudgetId { get; init; }

    /// <summary>The term in which the node is.</summary>
    internal required long Term { get; init; }

    /// <summary>All costs of the term.</summary>
    internal LedgerAmount Costs { get; init; }

    /// <summary>All refunds of the term.</summary>
    internal LedgerAmount Refunds { get; init; }

    /// <summary>The part of what it holds that the node keeps; it has given back the rest already.</summary>
    internal LedgerAmount Keep { get; init; }

    /// <summary>What it has reserved of that.</summary>
    internal LedgerAmount Reserved { get; init; }

    /// <summary>What it would like to hold beyond what is reserved or needed.</summary>
    internal LedgerAmount Ahead { get; init; }

    /// <summary>The limit that it knows.</summary>
    internal LedgerAmount Limit { get; init; }

    /// <summary>The version of that limit; −1 where it knows none.</summary>
    internal long LimitVersion { get; init; } = -1;
}

/// <summary>Something that the node cannot admit by what it holds: all of it is granted, or nothing.</summary>
internal sealed record ExchangeNeed
{
    internal required Guid Id { get; init; }

    /// <summary>Whether other nodes must give back what they only keep at hand, because a waiter or an operation that goes on needs it.</summary>
    internal bool IsClaim { get; init; }

    /// <summary>Since when the need stands, as an earlier answer of the store told; null for a new need.</summary>
    internal DateTimeOffset? Since { get; init; }

    /// <summary>For each budget of the path, how much the node must hold in total.</summary>
    internal required IReadOnlyList<ExchangeNeedLevel> Path { get; init; }
}

/// <summary>What a need takes of one budget: the amount that the node must hold in total.</summary>
internal readonly record struct ExchangeNeedLevel(Guid BudgetId, LedgerAmount Held);
