namespace BudgetEnforcement.AI.Tests.Support;

/// <summary>What providers billed in one test. When the test ends, it compares that with the records of its budgets.</summary>
internal sealed class Bills
{
    private readonly object _gate = new();
    private decimal _total;
    private bool _areAllReported = true;

    internal decimal Total
    {
        get
        {
            lock (_gate)
                return _total;
        }
    }

    /// <param name="amount">What the provider bills.</param>
    /// <param name="isReported">Whether its answer says what was used, and the answer arrives.</param>
    internal void Add(decimal amount, bool isReported)
    {
        lock (_gate)
        {
            _total += amount;
            _areAllReported &= isReported;
        }
    }

    /// <summary>The promise of the package: never less than what was billed, and equal where the provider reports usage.</summary>
    internal void CompareWith(BudgetEnforcer budget)
    {
        budget.Reserved.Should().Be(0, "a call charges or releases what it held");
        budget.Spent.Should().BeGreaterThanOrEqualTo(Total, "budgets never record less than was billed");
        if (_areAllReported)
            budget.Spent.Should().Be(Total, "it is equal where the provider reports usage");
    }
}
