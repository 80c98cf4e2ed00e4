using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>
/// All budgets that a container makes. Adding a budget, and finding one by its key, takes the same time however many there are.
/// </summary>
internal sealed class BudgetRegistrations
{
    private readonly Dictionary<BudgetRegistration, List<string>> _parents = [];
    private readonly Dictionary<string, List<BudgetRegistration>> _byKey = new(StringComparer.Ordinal);
    private readonly List<string> _keys = [];
    private readonly HashSet<string> _onLedger = new(StringComparer.Ordinal);
    private readonly List<string> _errors = [];

    /// <summary>Each key once, in the order of addition.</summary>
    internal IReadOnlyList<string> Keys => _keys;

    /// <summary>What sources of budgets found wrong.</summary>
    internal IReadOnlyList<string> Errors => _errors;

    internal void AddError(string error) => _errors.Add(error);

    internal void Add(BudgetRegistration registration)
    {
        _parents.Add(registration, registration.ParentKey is null ? [] : [registration.ParentKey]);
        if (!_byKey.TryGetValue(registration.Key, out var same))
        {
            _byKey.Add(registration.Key, same = []);
            _keys.Add(registration.Key);
        }

        same.Add(registration);
    }

    internal void AddParents(BudgetRegistration registration, IEnumerable<string> keys) => _parents[registration].AddRange(keys);

    internal void PutOnLedger(string key) => _onLedger.Add(key);

    /// <summary>Whether the budget is shared by the container's ledger.</summary>
    internal bool IsOnLedger(string key) => _onLedger.Contains(key);

    internal bool Contains(string key) => _byKey.ContainsKey(key);

    /// <summary>The keys of all parents, the first one first, including keys that are not added.</summary>
    internal IReadOnlyList<string> ParentsOf(string key) => _parents[_byKey[key][0]];

    internal bool LacksFirstParent(string key) => _byKey[key].Any(each => each.ParentKey is null && _parents[each].Count > 0);

    /// <summary>
    /// The different lists of parents that calls with this key gave. Adding the same list again, as when two libraries need one budget,
    /// changes nothing.
    /// </summary>
    internal List<IReadOnlyList<string>> ListsOfParents(string key) => _byKey[key] is [var only]
        ? [_parents[only]]
        : _byKey[key].Select(IReadOnlyList<string> (each) => _parents[each]).Distinct(SameOrder.Comparer).ToList();

    private sealed class SameOrder : IEqualityComparer<IReadOnlyList<string>>
    {
        internal static SameOrder Comparer { get; } = new();

        public bool Equals(IReadOnlyList<string>? x, IReadOnlyList<string>? y) => x!.SequenceEqual(y!);

        public int GetHashCode([DisallowNull] IReadOnlyList<string> obj) =>
            obj.Aggregate(0, (hash, key) => HashCode.Combine(hash, key));
    }
}
