namespace BudgetEnforcement;

/// <summary>
/// An amount that what this process holds does not admit, and for which it asks the ledger. It is granted or refused with the answer; it blocks
/// nobody meanwhile. The lock of the tree guards what changes.
/// </summary>
internal sealed class LedgerAsk(BudgetEnforcer budget, decimal amount, in Money money, bool isBlocking)
{
    internal Guid Id { get; } = Guid.NewGuid();

    internal BudgetEnforcer Budget { get; } = budget;

    internal decimal Amount { get; } = amount;

    internal Money Money { get; } = money;

    /// <summary>Tells that it is decided.</summary>
    internal LedgerSignal Decided { get; } = new(isBlocking);

    /// <summary>How many requests have named it.</summary>
    internal int Requests { get; set; }

    /// <summary>What was granted; null where it was refused.</summary>
    internal BudgetReservation? Reservation { get; set; }

    /// <summary>The numbers at the decision.</summary>
    internal BudgetCheck Check { get; set; }

    internal bool IsDecided { get; set; }
}

/// <summary>A waiter of the line as the ledger knows it.</summary>
/// <param name="waiter">The waiter.</param>
internal sealed class LedgerClaim(Waiter waiter)
{
    internal Guid Id { get; } = Guid.NewGuid();

    internal Waiter Waiter { get; } = waiter;

    /// <summary>Since when it stands, by the store's clock; null before the first answer.</summary>
    internal DateTimeOffset? Since { get; set; }

    /// <summary>Its place among those that wait, in order of arrival.</summary>
    internal LinkedListNode<LedgerClaim>? Place { get; set; }
}

/// <summary>What an operation that goes on wants of a budget beyond what it holds. It does not wait for it, but tries again.</summary>
internal sealed class LedgerWant
{
    internal Guid Id { get; } = Guid.NewGuid();

    /// <summary>The most that was wanted since the last request.</summary>
    internal Money Amount { get; set; }

    /// <summary>Whether it was wanted since the last request.</summary>
    internal bool IsCurrent { get; set; }

    /// <summary>Since when it stands, by the store's clock; null before the first answer.</summary>
    internal DateTimeOffset? Since { get; set; }
}

/// <summary>A flush, which ends when everything that was recorded before it is in the store.</summary>
internal sealed class LedgerFlush(HashSet<SharedBudget> left, bool isBlocking)
{
    /// <summary>The budgets that no answer to a request made after this came for yet.</summary>
    internal HashSet<SharedBudget> Left { get; } = left;

    internal LedgerSignal Ended { get; } = new(isBlocking);

    /// <summary>The budgets that the request in flight names, and whose answer counts for this flush.</summary>
    internal List<SharedBudget> Sent { get; } = [];
}
