namespace BudgetEnforcement;

/// <summary>
/// The amount that a waiter needs of the ledger. The need is an ask first, which blocks no other call; the answer grants it or not. A waiter that may wait
/// then joins the line, and its need is a claim: other processes give back what they do not need. The lock of the tree guards what changes.
/// </summary>
/// <param name="id">What the ledger knows it by.</param>
/// <param name="waiter">The waiter.</param>
internal sealed class WaiterNeed(Guid id, Waiter waiter) : LedgerNeed(id)
{
    internal Waiter Waiter { get; } = waiter;

    /// <summary>Whether it asks and is not in the line.</summary>
    internal bool IsAsking { get; set; }

    /// <summary>How many answers have come for the ask.</summary>
    internal int Answers { get; set; }

    /// <summary>Its place among those that ask, or those that wait, in order of arrival.</summary>
    internal LinkedListNode<WaiterNeed>? Place { get; set; }
}
