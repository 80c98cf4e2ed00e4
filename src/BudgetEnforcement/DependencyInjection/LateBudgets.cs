using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>The budgets that were added to a running container, in the order of addition.</summary>
/// <threadsafety>Safe for use by several threads. No foreign code runs under its lock.</threadsafety>
internal sealed class LateBudgets
{
    private readonly object _sync = new();
    private readonly Dictionary<string, BudgetEnforcer> _budgets = new(StringComparer.Ordinal);
    private IReadOnlyList<string> _keys = [];

    internal IReadOnlyList<string> Keys => Volatile.Read(ref _keys);

    internal bool TryGet(string key, [NotNullWhen(true)] out BudgetEnforcer? budget)
    {
        lock (_sync)
            return _budgets.TryGetValue(key, out budget);
    }

    internal bool TryAdd(string key, BudgetEnforcer budget)
    {
        lock (_sync)
        {
            if (!_budgets.TryAdd(key, budget))
                return false;
            Volatile.Write(ref _keys, [.. _keys, key]);
            return true;
        }
    }
}
