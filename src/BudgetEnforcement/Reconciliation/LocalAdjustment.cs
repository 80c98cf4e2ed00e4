namespace BudgetEnforcement;

/// <summary>What was added to a budget of this process, or to several at once, for one window.</summary>
internal sealed class LocalAdjustment
{
    /// <param name="budgets">The budgets, of one tree, of which none is above another.</param>
    internal LocalAdjustment(IReadOnlyList<BudgetEnforcer> budgets)
    {
        Budgets = budgets;

        // A child of several budgets counts once in each of them and in all above them. The child itself takes no money from them.
        Account = budgets is [var only] ? only : budgets[0].CreateChild(new BudgetOptions { Limit = decimal.MaxValue }, [.. budgets.Skip(1)]);
    }

    internal IReadOnlyList<BudgetEnforcer> Budgets { get; }

    /// <summary>The whole amount.</summary>
    internal MoneyBalance Amount { get; private set; }

    private BudgetEnforcer Account { get; }

    internal bool IsOf(IReadOnlyList<BudgetEnforcer> budgets) => Budgets.SequenceEqual(budgets);

    /// <summary>Adds an amount, or takes one back where it is below 0.</summary>
    /// <returns>False where more would be taken back than was spent.</returns>
    /// <exception cref="OverflowException">A sum would not fit.</exception>
    internal bool TryAdd(decimal amount)
    {
        if (amount > 0)
            Account.AddCost(amount);
        else if (!Account.TryRefund(-amount))
            return false;
        Amount += MoneyBalance.From(amount);
        return true;
    }
}
