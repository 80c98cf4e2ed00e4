namespace BudgetEnforcement;

/// <summary>The budget check without a budget, for code that keeps its own totals.</summary>
/// <threadsafety>Stateless; may be called from any thread.</threadsafety>
public static class Budget
{
    /// <summary>Tells whether a further cost fits under a limit, in exact arithmetic.</summary>
    /// <param name="currentCost">What is spent so far; 0 or more, in the same currency as the other two.</param>
    /// <param name="limit">The most that may be spent, inclusive: a total of exactly the limit fits. 0 or more.</param>
    /// <param name="requiredAmount">The further cost; 0 or more.</param>
    /// <returns>
    /// Whether <paramref name="currentCost"/> + <paramref name="requiredAmount"/> is at most <paramref name="limit"/>, and the status
    /// after the further cost under the default thresholds of 75 % and 90 %. Its amounts are taken to be US dollars.
    /// </returns>
    /// <remarks>
    /// The answer holds for the numbers given and no longer: between it and the spending another thread may spend too. Where that can
    /// happen, keep the totals in a <see cref="BudgetEnforcer"/> and use <see cref="BudgetEnforcer.TryReserve(decimal, out BudgetReservation)"/>.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">An argument is negative.</exception>
    public static BudgetCheck Check(decimal currentCost, decimal limit, decimal requiredAmount = 0m)
    {
        var spent = Money.From(currentCost);
        var budgetLimit = new BudgetLimit(Money.From(limit), BudgetThresholds.Default);
        var required = Money.From(requiredAmount);
        var status = budgetLimit.StatusAt(spent + required);
        var reason = BudgetState.ReasonOfRoom(status, required > budgetLimit.Amount);
        return new BudgetCheck(new BudgetVerdict
        {
            Currency = MoneyText.DefaultCurrency,
            RequiredAmount = requiredAmount,
            Status = status,
            Reason = reason,
            IsAvailable = reason == BudgetRefusalReason.None,
            Limit = budgetLimit.Amount,
            Spent = spent,
            Available = Money.SubtractToZero(budgetLimit.Amount, spent),
        });
    }
}
