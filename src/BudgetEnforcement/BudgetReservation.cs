namespace BudgetEnforcement;

/// <summary>
/// Money held on a budget, and on every one above it, for an operation whose real cost is not known yet. It ends once: by
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
    // The amount of a decimal needs 190 of 192 bits, so the state fits into the top two and a reservation into 48 bytes. An amount kept as
    // a decimal would have to be scaled again in every commit.
    private const int StateShift = 62;
    private const ulong AmountMask = (1UL << StateShift) - 1;

    private readonly BudgetEnforcer _budget;
    private ulong _low;
    private ulong _middle;
    private ulong _highAndState;

    internal BudgetReservation(BudgetEnforcer budget, in Money amount)
    {
        _budget = budget;
        MoneyNeedsLock = amount;
    }

    /// <summary>
    /// What is held: 0 or more, in the currency of the budget, with the fewest decimals that are exact, at least two. After the end, the
    /// amount that was held last.
    /// </summary>
    public decimal Amount => _budget.AmountOf(this);

    /// <summary>What is held, or was held last.</summary>
    internal Money MoneyNeedsLock
    {
        get => new(_highAndState & AmountMask, _middle, _low);
        set
        {
            _low = value.Low;
            _middle = value.Middle;
            _highAndState = (_highAndState & ~AmountMask) | value.High;
        }
    }

    internal ReservationState StateNeedsLock
    {
        get => (ReservationState)(_highAndState >> StateShift);
        set => _highAndState = (_highAndState & AmountMask) | ((ulong)value << StateShift);
    }

    // A reservation that has ended never opens again, so this needs no lock, and a using around a commit costs nothing.
    private bool HasEnded => (ReservationState)(Volatile.Read(ref _highAndState) >> StateShift) != ReservationState.Open;

    /// <summary>Records the real cost in full and frees what was held, in one step.</summary>
    /// <param name="actualCost">
    /// The real cost; 0 or more. The part of <see cref="Amount"/> that it does not need is free again at once. The part above
    /// <see cref="Amount"/>, the overage, is recorded too and logged as a warning. After a release or disposal all of it is overage: a bill
    /// that arrives late is real.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="actualCost"/> is negative. The reservation stays as it was.
    /// </exception>
    /// <exception cref="InvalidOperationException">It was committed before. Nothing was recorded.</exception>
    /// <exception cref="OverflowException">
    /// A total would pass 192 bits of 10⁻²⁸ units. Nothing was recorded, and the reservation stays as it was.
    /// </exception>
    public void Commit(decimal actualCost) => _budget.Commit(this, actualCost);

    /// <summary>Records the real cost so far and holds an amount for the next part of the operation, in one step, all or nothing.</summary>
    /// <param name="actualCost">
    /// The real cost so far; 0 or more. The part above <see cref="Amount"/>, the overage, is logged and counted as in a commit.
    /// </param>
    /// <param name="nextAmount">The most that the next part may cost; 0 or more. It becomes <see cref="Amount"/>.</param>
    /// <returns>
    /// Whether both fit in place of what was held, on the budget and every one above it. A renewal passes callers that wait for room,
    /// because the operation was admitted before, and always succeeds where the two together are at most <see cref="Amount"/>. If not,
    /// nothing is recorded and the reservation stays as it was: stop the work, which it still covers, and commit.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is negative. The reservation stays as it was.</exception>
    /// <exception cref="InvalidOperationException">It was committed or released before.</exception>
    public bool TryRenew(decimal actualCost, decimal nextAmount) => _budget.TryRenew(this, actualCost, nextAmount);

    /// <summary>Records <see cref="Amount"/> as the real cost.</summary>
    /// <exception cref="InvalidOperationException">It was committed before. Nothing was recorded.</exception>
    /// <exception cref="OverflowException">
    /// A total would pass 192 bits of 10⁻²⁸ units, which is possible only after a release. Nothing was recorded.
    /// </exception>
    public void Commit() => _budget.CommitAtAmount(this);

    /// <summary>Frees what is held without recording a cost. Does nothing where it was committed or released before.</summary>
    public void Release()
    {
        if (!HasEnded)
            _budget.Release(this);
    }

    /// <summary>Releases what was neither committed nor released.</summary>
    public void Dispose() => Release();
}
