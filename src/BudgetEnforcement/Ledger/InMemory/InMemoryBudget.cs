namespace BudgetEnforcement;

/// <summary>A budget in memory with all that its lock guards. Only ever used under the lock of its store.</summary>
internal sealed class InMemoryBudget(LedgerBudgetRow row)
{
    private readonly Dictionary<Guid, Dictionary<long, LedgerSliceRow>> _slices = [];

    internal LedgerBudgetRow Row { get; set; } = row;

    internal Dictionary<long, LedgerTermRow> Terms { get; private init; } = [];

    internal Dictionary<string, LedgerEntryRow> Entries { get; private init; } = new(StringComparer.Ordinal);

    internal IEnumerable<LedgerSliceRow> AllSlices => _slices.Values.SelectMany(static terms => terms.Values);

    internal IEnumerable<LedgerSliceRow> SlicesOf(Guid? nodeId) =>
        nodeId is { } id && _slices.TryGetValue(id, out var terms) ? terms.Values : Enumerable.Empty<LedgerSliceRow>();

    internal void Put(LedgerSliceRow slice)
    {
        if (!_slices.TryGetValue(slice.NodeId, out var terms))
            _slices.Add(slice.NodeId, terms = []);
        terms[slice.Term] = slice;
    }

    internal void Remove(LedgerSliceKey key)
    {
        if (_slices.TryGetValue(key.NodeId, out var terms) && terms.Remove(key.Term) && terms.Count == 0)
            _slices.Remove(key.NodeId);
    }

    internal InMemoryBudget Copy()
    {
        var copy = new InMemoryBudget(Row) { Terms = new(Terms), Entries = new(Entries, StringComparer.Ordinal) };
        foreach (var slice in AllSlices)
            copy.Put(slice);
        return copy;
    }
}
