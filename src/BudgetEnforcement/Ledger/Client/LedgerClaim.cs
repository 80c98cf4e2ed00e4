namespace BudgetEnforcement;

/// <summary>
/// A waiter as the ledger knows it. It first asks, blocking nobody: the answer grants it or not. Where it may wait it then joins the line, and its claim
/// has others give back what they do not need. The lock of the tree guards what changes.
/// </summary>
/// <param name="id">What the ledger knows it by.</param>
/// <param name="waiter">The waiter.</param>
internal sealed class LedgerClaim(Guid id, Waiter waiter)
{
    internal Guid Id { get; } = id;

    internal Waiter Waiter { get; } = waiter;

    /// <summary>Whether it asks and is not in the line.</summary>
    internal bool IsAsking { get; set; }

    /// <summary>How many answers have come for the ask.</summary>
    internal int Answers { get; set; }

    /// <summary>Since when it stands, by the store's clock; null before the first answer.</summary>
    internal DateTimeOffset? Since { get; set; }

    /// <summary>Its place among those that ask, or those that wait, in order of arrival.</summary>
    internal LinkedListNode<LedgerClaim>? Place { get; set; }
}

/// <summary>What an operation that goes on wants of a budget beyond what it holds. It does not wait for it, but tries again.</summary>
internal sealed class LedgerWant(Guid id, BudgetState state)
{
    internal Guid Id { get; } = id;

    internal BudgetState State { get; } = state;

    /// <summary>The most that is wanted at a time.</summary>
    internal Money Amount { get; set; }

    /// <summary>When it is wanted no longer, unless it is wanted again.</summary>
    internal long EndsAt { get; set; }

    /// <summary>Since when it stands, by the store's clock; null before the first answer.</summary>
    internal DateTimeOffset? Since { get; set; }
}

/// <summary>A flush, which ends when everything that was recorded before it is in the store.</summary>
internal sealed class LedgerFlush(HashSet<SharedBudget> left, bool isBlocking)
{
    /// <summary>The budgets that no answer to a request made after this came for yet.</summary>
    internal HashSet<SharedBudget> Left { get; } = left;

    internal LedgerSignal Ended { get; } = new(isBlocking);

    /// <summary>Why something that was recorded cannot be sent; null where it can.</summary>
    internal Exception? Fault { get; set; }

    /// <summary>The budgets that the request in flight names, and whose answer counts for this flush.</summary>
    internal List<SharedBudget> Sent { get; } = [];
}
