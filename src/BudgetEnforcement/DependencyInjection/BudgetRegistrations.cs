namespace BudgetEnforcement;

/// <summary>All budgets that a container is to make.</summary>
internal sealed class BudgetRegistrations
{
    private readonly List<BudgetRegistration> _items = [];

    internal IEnumerable<BudgetRegistration> All => _items;

    /// <summary>Adding the same again, as when two libraries need one budget, changes nothing.</summary>
    internal void Add(BudgetRegistration registration)
    {
        if (!_items.Contains(registration))
            _items.Add(registration);
    }

    internal BudgetRegistration? Find(string key) => _items.Find(item => item.Key == key);
}
