namespace BudgetEnforcement.Benchmarks;

/// <summary>The ten lines that a budget replaces: they round, know no reservations and no parents, and tell nobody.</summary>
internal sealed class LockedDecimal(decimal limit)
{
    private readonly object _gate = new();
    private decimal _spent;

    internal bool Add(decimal cost)
    {
        lock (_gate)
        {
            _spent += cost;
            return _spent <= limit;
        }
    }
}
