namespace BudgetEnforcement;

/// <summary>
/// The order in which budgets can be made: parents before their children. It is found without recursion, because chains of parents may be
/// deep.
/// </summary>
internal sealed class BudgetOrder
{
    private readonly List<string> _parentsFirst = [];
    private readonly List<List<string>> _cycles = [];

    /// <param name="registrations">The registrations, which know the parents.</param>
    /// <param name="keys">The budgets to order, together with everything above them.</param>
    /// <param name="isDone">Tells which budgets to leave out, together with what is only above them.</param>
    internal BudgetOrder(BudgetRegistrations registrations, IEnumerable<string> keys, Func<string, bool>? isDone = null)
    {
        // The depth in the path of each key found so far; −1 once it is ordered.
        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        var path = new List<(string Key, int NextParent)>();
        foreach (var key in keys)
        {
            Visit(key);
            while (path.Count > 0)
            {
                var (current, next) = path[^1];
                var parents = registrations.ParentsOf(current);
                if (next < parents.Count)
                {
                    path[^1] = (current, next + 1);
                    Visit(parents[next]);
                }
                else
                {
                    path.RemoveAt(path.Count - 1);
                    depths[current] = -1;
                    _parentsFirst.Add(current);
                }
            }
        }

        void Visit(string key)
        {
            if (!depths.TryGetValue(key, out var depth))
            {
                if (!registrations.Contains(key) || isDone?.Invoke(key) == true)
                    return;
                depths.Add(key, path.Count);
                path.Add((key, 0));
            }
            else if (depth >= 0)
            {
                _cycles.Add(path.Skip(depth).Select(step => step.Key).Append(key).ToList());
            }
        }
    }

    internal IReadOnlyList<string> ParentsFirst => _parentsFirst;

    /// <summary>The cycles of parents: each leads from a budget over its parents back to itself.</summary>
    internal IReadOnlyList<IReadOnlyList<string>> Cycles => _cycles;
}
