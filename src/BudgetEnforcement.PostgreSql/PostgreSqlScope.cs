using Npgsql;

namespace BudgetEnforcement.PostgreSql;

/// <summary>The statements that lock and load the rows of a scope, and what they bring, in the same order.</summary>
internal sealed class PostgreSqlScope
{
    private const string InBudgets = "(budget.id = any($1) or budget.name = any($2))";

    private readonly PostgreSqlSchema _schema;
    private readonly string _lockNode;
    private readonly string _lockBudgets;
    private readonly string _slices;
    private readonly string _nodes;
    private readonly string _terms;
    private readonly string _entries;

    internal PostgreSqlScope(PostgreSqlSchema schema)
    {
        _schema = schema;
        _lockNode = $"{schema.Nodes.Select} where id = $1 for update";
        _lockBudgets = $"{schema.Budgets.Select} where {InBudgets} order by depth, id for update";

        // What may still change: the slice of the present term, those that hold something or have a guess, and those of a term that is named.
        var (slice, budget) = (schema.Slices.Name, schema.Budgets.Name);
        const string OfNode = "($3 or slice.node_id = $4)";
        var keys = $"""
            select slice.id from {budget} as budget join {slice} as slice on slice.budget_id = budget.id and slice.term = budget.term where {InBudgets} and {OfNode}
            union select slice.id from {budget} as budget join {slice} as slice on slice.budget_id = budget.id and slice.is_open where {InBudgets} and {OfNode}
            union select slice.id from unnest($5::uuid[], $6::bigint[]) as named (budget_id, term) join {slice} as slice using (budget_id, term) where {OfNode}
            """;
        _slices = $"{schema.Slices.Select} where id in ({keys})";
        _nodes = $"{schema.Nodes.Select} where id in (select node_id from {slice} where id in ({keys}))";
        _terms = $"{schema.Terms.Select} where (budget_id, term) in (select * from unnest($1::uuid[], $2::bigint[]))";
        _entries = $"{schema.Entries.Select} where (budget_id, key) in (select * from unnest($1::uuid[], $2::text[]))";
    }

    internal void AddTo(NpgsqlBatch batch, LedgerScope scope)
    {
        if (scope.NodeId is { } nodeId)
            batch.Add(_lockNode, PostgreSqlParameters.Uuid(nodeId));
        if (HasBudgets(scope))
            batch.Add(_lockBudgets, PostgreSqlParameters.Uuids(scope.BudgetIds), PostgreSqlParameters.Texts(scope.BudgetNames));
        batch.Add(_schema.SelectLedger);
        if (HasSlices(scope))
            batch.Add(_slices, SliceParameters(scope));
        if (scope.Terms.Count > 0)
            batch.Add(_terms, PostgreSqlParameters.Uuids(scope.Terms.Select(term => term.BudgetId)), PostgreSqlParameters.Longs(scope.Terms.Select(term => term.Term)));
        if (scope.Entries.Count > 0)
            batch.Add(_entries, PostgreSqlParameters.Uuids(scope.Entries.Select(entry => entry.BudgetId)), PostgreSqlParameters.Texts(scope.Entries.Select(entry => entry.Key)));
        if (scope.AllSlices && HasSlices(scope))
            batch.Add(_nodes, SliceParameters(scope));
    }

    internal LedgerRows Load(NpgsqlDataReader reader, LedgerScope scope)
    {
        LedgerNodeRow? node = null;
        if (scope.NodeId is not null)
        {
            node = _schema.Nodes.Read(reader).SingleOrDefault();
            reader.NextResult();
        }

        IReadOnlyList<LedgerBudgetRow> budgets = [];
        if (HasBudgets(scope))
        {
            budgets = _schema.Budgets.Read(reader);
            reader.NextResult();
        }

        var ledger = _schema.ReadLedger(reader, out var now);
        var rows = new LedgerRows(ledger, now);
        if (node is not null)
            rows.Nodes.Load(node);
        foreach (var budget in budgets)
            rows.Budgets.Load(budget);

        // A budget that somebody has inserted since the locks were taken is not locked; rows of it are of no use.
        bool IsLocked(Guid budgetId) => rows.Budgets.Find(budgetId) is not null;
        if (HasSlices(scope) && reader.NextResult())
            Load(rows.Slices, _schema.Slices.Read(reader).Where(row => IsLocked(row.BudgetId)));
        if (scope.Terms.Count > 0 && reader.NextResult())
            Load(rows.Terms, _schema.Terms.Read(reader).Where(row => IsLocked(row.BudgetId)));
        if (scope.Entries.Count > 0 && reader.NextResult())
            Load(rows.Entries, _schema.Entries.Read(reader).Where(row => IsLocked(row.BudgetId)));
        if (scope.AllSlices && HasSlices(scope) && reader.NextResult())
        {
            var seen = rows.Slices.Select(slice => slice.NodeId).ToHashSet();
            Load(rows.Nodes, _schema.Nodes.Read(reader).Where(row => row.Id != scope.NodeId && seen.Contains(row.Id)));
        }

        return rows;
    }

    private static bool HasBudgets(LedgerScope scope) => scope.BudgetIds.Count + scope.BudgetNames.Count > 0;

    private static bool HasSlices(LedgerScope scope) => HasBudgets(scope) && (scope.AllSlices || scope.NodeId is not null);

    private static void Load<TKey, TRow>(LedgerTable<TKey, TRow> table, IEnumerable<TRow> rows)
        where TKey : struct, IEquatable<TKey>
        where TRow : class, ILedgerRow<TKey>
    {
        foreach (var row in rows)
            table.Load(row);
    }

    private static NpgsqlParameter[] SliceParameters(LedgerScope scope) =>
    [
        PostgreSqlParameters.Uuids(scope.BudgetIds),
        PostgreSqlParameters.Texts(scope.BudgetNames),
        PostgreSqlParameters.Bool(scope.AllSlices),
        PostgreSqlParameters.Uuid(scope.NodeId ?? Guid.Empty),
        PostgreSqlParameters.Uuids(scope.Terms.Select(term => term.BudgetId)),
        PostgreSqlParameters.Longs(scope.Terms.Select(term => term.Term)),
    ];
}
