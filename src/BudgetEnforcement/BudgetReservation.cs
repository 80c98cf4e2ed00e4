namespace BudgetEnforcement;

/// <summary>
/// Money held on a budget, and on every one above it, for an operation whose real cost is not known yet. Ends once: by
/// <see cref="Commit(decimal)"/> with the real cost, or by <see cref="Release"/> or <see cref="Dispose"/> without one.
/// </summary>
/// <example>
/// <code>
/// using var reservation = budget.Reserve(0.05m);
/// var answer = await CallTheModelAsync();
/// reservation.Commit(answer.Cost);
/// </code>
/// </example>
/// <threadsafety>Every member may be called from any thread at any time.</threadsafety>
public sealed class BudgetReservation : IDisposable
{
    private readonly BudgetEnforcer _budget;

    internal BudgetReservation(BudgetEnforcer budget, decimal amount)
    {
        _budget = budget;
        Amount = amount;
    }

    /// <summary>What was held: 0 or more, in the currency of the budget. It stays the same after the end.</summary>
    public decimal Amount { get; }

    /// <summary>Read and written under the lock of the tree.</summary>
    internal ReservationState State { get; set; }

    /// <summary>Records the real cost in full and frees what was held, in one step.</summary>
    /// <param name="actualCost">
    /// The real cost; 0 or more. What it is below <see cref="Amount"/> is free again at once; what it is above, the overage, is recorded too and
    /// logged as a warning. After a release or disposal all of it is overage: a bill that arrives late is real.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="actualCost"/> is negative. The reservation stays as it was.</exception>
    /// <exception cref="InvalidOperationException">It was committed before. Nothing was recorded.</exception>
    /// <exception cref="OverflowException">A total would pass 192 bits of 10⁻²⁸ units. Nothing was recorded, and the reservation stays as it was.</exception>
    public void Commit(decimal actualCost) => _budget.Commit(this, actualCost);

    /// <summary>Records <see cref="Amount"/> as the real cost.</summary>
    /// <exception cref="InvalidOperationException">It was committed before. Nothing was recorded.</exception>
    /// <exception cref="OverflowException">A total would pass 192 bits of 10⁻²⁸ units, which can only be after a release. Nothing was recorded.</exception>
    public void Commit() => _budget.Commit(this, Amount);

    /// <summary>Frees what is held without recording a cost. Does nothing where it was committed or released before.</summary>
    public void Release() => _budget.Release(this);

    /// <summary>Releases what was neither committed nor released.</summary>
    public void Dispose() => _budget.Release(this);
}
