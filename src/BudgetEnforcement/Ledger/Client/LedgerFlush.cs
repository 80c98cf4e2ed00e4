namespace BudgetEnforcement;

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
