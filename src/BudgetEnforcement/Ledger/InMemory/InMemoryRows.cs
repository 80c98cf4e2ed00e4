namespace BudgetEnforcement;

/// <summary>All rows of a store in memory. Only ever used under its lock.</summary>
internal sealed class InMemoryRows
{
    private readonly Dictionary<Guid, LedgerNodeRow> _nodes = [];
    private readonly Dictionary<Guid, InMemoryBudget> _budgets = [];
    private readonly Dictionary<string, Guid> _names = new(StringComparer.Ordinal);

    internal LedgerRow? Ledger { get; set; }

    internal InMemoryRows Copy()
    {
        var copy = new InMemoryRows { Ledger = Ledger };
        foreach (var (id, node) in _nodes)
            copy._nodes.Add(id, node);
        foreach (var (id, budget) in _budgets)
            copy._budgets.Add(id, budget.Copy());
        foreach (var (name, id) in _names)
            copy._names.Add(name, id);
        return copy;
    }

    internal LedgerRows Load(LedgerScope scope, DateTimeOffset now)
    {
        var rows = New(now);
        var terms = scope.Terms.ToHashSet();
        var nodes = scope.NodeId is { } nodeId ? new HashSet<Guid> { nodeId } : [];
        foreach (var id in Named(scope.BudgetIds, scope.BudgetNames))
        {
            var budget = _budgets[id];
            rows.Budgets.Load(budget.Row);
            foreach (var slice in scope.AllSlices ? budget.AllSlices : budget.SlicesOf(scope.NodeId))
            {
                if (!IsOfInterest(slice, budget.Row, terms))
                    continue;
                rows.Slices.Load(slice);
                nodes.Add(slice.NodeId);
            }
        }

        foreach (var key in terms)
        {
            if (rows.Budgets.Find(key.BudgetId) is not null && _budgets[key.BudgetId].Terms.TryGetValue(key.Term, out var term))
                rows.Terms.Load(term);
        }

        foreach (var key in scope.Entries.Distinct())
        {
            if (rows.Budgets.Find(key.BudgetId) is not null && _budgets[key.BudgetId].Entries.TryGetValue(key.Key, out var entry))
                rows.Entries.Load(entry);
        }

        LoadNodes(rows, nodes);
        return rows;
    }

    internal LedgerRows Read(LedgerQuery query, DateTimeOffset now)
    {
        var rows = New(now);
        if (query.Kinds.HasFlag(LedgerRowKinds.Nodes))
            LoadNodes(rows, query.NodeIds?.ToHashSet() ?? [.. _nodes.Keys]);

        var budgets = query.BudgetIds is null && query.BudgetNames is null ? [.. _budgets.Keys] : Named(query.BudgetIds ?? [], query.BudgetNames ?? []);
        var terms = query.Terms?.ToHashSet();
        var nodes = query.NodeIds?.ToHashSet();
        var keys = query.Entries?.ToHashSet();
        foreach (var budget in budgets.Select(id => _budgets[id]))
        {
            if (query.Kinds.HasFlag(LedgerRowKinds.Budgets))
                rows.Budgets.Load(budget.Row);
            if (query.Kinds.HasFlag(LedgerRowKinds.Terms))
                LoadLatest(rows.Terms, budget.Terms.Values.Where(row => terms?.Contains(new(row.BudgetId, row.Term)) ?? true).OrderByDescending(row => row.Term), query);
            if (query.Kinds.HasFlag(LedgerRowKinds.Slices))
            {
                foreach (var slice in budget.AllSlices.Where(row =>
                    (terms?.Contains(new(row.BudgetId, row.Term)) ?? true) && (nodes?.Contains(row.NodeId) ?? true) && !(query.HoldingOnly && row.Held.IsZero)))
                    rows.Slices.Load(slice);
            }

            if (query.Kinds.HasFlag(LedgerRowKinds.Entries))
            {
                var entries = budget.Entries.Values.Where(row => (terms?.Contains(new(row.BudgetId, row.Term)) ?? true) && (keys?.Contains(new(row.BudgetId, row.Key)) ?? true));
                LoadLatest(rows.Entries, entries.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Key, StringComparer.Ordinal), query);
            }
        }

        return rows;
    }

    internal void Save(LedgerRows rows)
    {
        // Look for what cannot be saved before anything is saved.
        foreach (var budget in rows.Budgets.Inserted)
        {
            if (_budgets.ContainsKey(budget.Id) || _names.ContainsKey(budget.Name))
                throw new InvalidOperationException($"There is a budget {BudgetOptionsRules.Quote(budget.Name)} already, and it was not in the scope.");
        }

        if (rows.IsLedgerChanged)
            Ledger = rows.Ledger;
        foreach (var node in rows.Nodes.Inserted.Concat(rows.Nodes.Updated))
            _nodes[node.Id] = node;
        foreach (var id in rows.Nodes.Removed)
            _nodes.Remove(id);
        foreach (var budget in rows.Budgets.Inserted)
        {
            _budgets.Add(budget.Id, new InMemoryBudget(budget));
            _names.Add(budget.Name, budget.Id);
        }

        foreach (var budget in rows.Budgets.Updated)
            _budgets[budget.Id].Row = budget;
        foreach (var term in rows.Terms.Inserted.Concat(rows.Terms.Updated))
            _budgets[term.BudgetId].Terms[term.Term] = term;
        foreach (var key in rows.Terms.Removed)
            _budgets[key.BudgetId].Terms.Remove(key.Term);
        foreach (var slice in rows.Slices.Inserted.Concat(rows.Slices.Updated))
            _budgets[slice.BudgetId].Put(slice);
        foreach (var key in rows.Slices.Removed)
            _budgets[key.BudgetId].Remove(key);
        foreach (var entry in rows.Entries.Inserted.Concat(rows.Entries.Updated))
            _budgets[entry.BudgetId].Entries[entry.Key] = entry;
        foreach (var key in rows.Entries.Removed)
            _budgets[key.BudgetId].Entries.Remove(key.Key);
    }

    private static bool IsOfInterest(LedgerSliceRow slice, LedgerBudgetRow budget, HashSet<LedgerTermKey> terms) =>
        slice.Term == budget.Term || !slice.Held.IsZero || !slice.GuessedCosts.IsZero || !slice.GuessedRefunds.IsZero
        || terms.Contains(new(slice.BudgetId, slice.Term));

    private static void LoadLatest<TKey, TRow>(LedgerTable<TKey, TRow> table, IEnumerable<TRow> latestFirst, LedgerQuery query)
        where TKey : struct, IEquatable<TKey>
        where TRow : class, ILedgerRow<TKey>
    {
        foreach (var row in query.Latest is { } latest ? latestFirst.Take(latest) : latestFirst)
            table.Load(row);
    }

    private LedgerRows New(DateTimeOffset now) => new(Ledger ?? throw new BudgetLedgerException("The store in memory was not opened."), now);

    private HashSet<Guid> Named(IReadOnlyList<Guid> ids, IReadOnlyList<string> names)
    {
        HashSet<Guid> found = [.. ids.Where(_budgets.ContainsKey)];
        foreach (var name in names)
        {
            if (_names.TryGetValue(name, out var id))
                found.Add(id);
        }

        return found;
    }

    private void LoadNodes(LedgerRows rows, HashSet<Guid> ids)
    {
        foreach (var id in ids)
        {
            if (_nodes.TryGetValue(id, out var node))
                rows.Nodes.Load(node);
        }
    }
}
