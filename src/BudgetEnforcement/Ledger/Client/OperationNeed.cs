namespace BudgetEnforcement;

/// <summary>
/// The amount that an operation which goes on needs beyond what it holds. The operation does not wait, but tries again. The need is a claim, since the
/// operation comes before what other processes only keep at hand.
/// </summary>
/// <param name="id">What the ledger knows it by.</param>
/// <param name="state">The budget of the operation.</param>
internal sealed class OperationNeed(Guid id, BudgetState state) : LedgerNeed(id)
{
    internal BudgetState State { get; } = state;

    /// <summary>The most that is needed at a time.</summary>
    internal Money Amount { get; set; }

    /// <summary>When it is needed no longer, unless the operation tries again.</summary>
    internal long EndsAt { get; set; }
}
