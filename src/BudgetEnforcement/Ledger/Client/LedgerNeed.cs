namespace BudgetEnforcement;

/// <summary>
/// What this process does not hold and needs of the ledger: for a waiter (<see cref="WaiterNeed"/>), or for an operation that goes on
/// (<see cref="OperationNeed"/>). Each request names it again until it ends.
/// </summary>
/// <param name="id">What the ledger knows it by.</param>
internal abstract class LedgerNeed(Guid id)
{
    internal Guid Id { get; } = id;

    /// <summary>Since when it stands, by the store's clock; null before the first answer.</summary>
    internal DateTimeOffset? Since { get; set; }
}
