using Npgsql;

namespace BudgetEnforcement.PostgreSql;

/// <summary>The statements that lock and load the rows of a scope, and what they bring, in the same order.</summary>
internal sealed class PostgreSqlScope
{
    private const string InBudgets = "(budget.id = any($1) or budget.name = any($2))";

    private readonly PostgreSqlSchema _schema;
    private readonly string _lockNode;
    private readonly string _lockBudgets;
    private readonly string _lockBudgetsById;
    private readonly string _slicesOfTerms;
    private readonly string _slices;
    private readonly string _nodes;
    private readonly string _terms;
    private readonly string _entries;

    internal PostgreSqlScope(PostgreSqlSchema schema)
    {
        _schema = schema;
        _lockNode = $"{schema.Nodes.Select} where id = $1 for update";
        _lockBudgets = $"{schema.Budgets.Select} where {InBudgets} order by depth, id for update";
        _lockBudgetsById = $"{schema.Budgets.Select} where id = any($1) order by depth, id for update";

        // The slices that may still change: that of the present term, those that hold something or have a guess, and those of a term that is named.
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

        // Each half has an index of its own.
        const string OfBudgetsAndNode = "budget_id = any($1) and node_id = $2";
        _slicesOfTerms = $"{schema.Slices.Select} where {OfBudgetsAndNode} and term = any($3) union all {schema.Slices.Select} where {OfBudgetsAndNode} and is_open and term <> all($3)";
    }

    /// <summary>Locks and loads.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="batch">The batch, which begins the transaction.</param>
    /// <param name="scope">The rows.</param>
    internal LedgerRows Load(NpgsqlConnection connection, NpgsqlBatch batch, LedgerScope scope)
    {
        // Most exchanges name one term of each budget, the present one. Then few slices are to be found, and no closed terms, and the server plans
        // statements that find only those in a fraction of the time.
        var expectsPresentTerms = NamesOneTermOfEachBudget(scope);
        AddLocksTo(batch, scope);
        if (expectsPresentTerms)
            batch.Add(_slicesOfTerms, PostgreSqlParameters.Uuids(scope.BudgetIds), PostgreSqlParameters.Uuid(scope.NodeId!.Value), PostgreSqlParameters.Longs(scope.Terms.Select(term => term.Term)));
        else
            AddRestTo(batch, scope);
        LedgerRows rows;
        using (var reader = batch.ExecuteReader())
        {
            rows = LoadLocked(reader, scope);
            if (!expectsPresentTerms)
            {
                LoadRest(reader, rows, scope);
                return rows;
            }

            if (scope.Terms.All(term => rows.Budgets.Find(term.BudgetId) is not { } budget || budget.Term == term.Term))
            {
                // The term of one budget also finds slices of another budget, for which that term is over.
                Load(rows.Slices, Next(reader, _schema.Slices).Where(slice => rows.Budgets.Find(slice.BudgetId) is { } budget && (slice.Term == budget.Term || IsOpen(slice))));
                return rows;
            }
        }

        // A term is over, and the node does not know that. The locks are held, so the next statements read the same state.
        using var rest = connection.CreateBatch();
        AddRestTo(rest, scope);
        using var restReader = rest.ExecuteReader();
        LoadRest(restReader, rows, scope);
        return rows;
    }

    private static bool NamesOneTermOfEachBudget(LedgerScope scope) =>
        scope is { NodeId: not null, AllSlices: false, BudgetNames.Count: 0, Entries.Count: 0 }
        && scope.Terms.Count == scope.BudgetIds.Count
        && scope.Terms.Select(term => term.BudgetId).ToHashSet().SetEquals(scope.BudgetIds);

    private void AddLocksTo(NpgsqlBatch batch, LedgerScope scope)
    {
        if (scope.NodeId is { } nodeId)
            batch.Add(_lockNode, PostgreSqlParameters.Uuid(nodeId));
        if (scope.BudgetNames.Count > 0)
            batch.Add(_lockBudgets, PostgreSqlParameters.Uuids(scope.BudgetIds), PostgreSqlParameters.Texts(scope.BudgetNames));
        else if (HasBudgets(scope))
            batch.Add(_lockBudgetsById, PostgreSqlParameters.Uuids(scope.BudgetIds));
        batch.Add(_schema.SelectLedgerToWrite);
    }

    private void AddRestTo(NpgsqlBatch batch, LedgerScope scope)
    {
        if (HasSlices(scope))
            batch.Add(_slices, SliceParameters(scope));
        if (scope.Terms.Count > 0)
            batch.Add(_terms, PostgreSqlParameters.Uuids(scope.Terms.Select(term => term.BudgetId)), PostgreSqlParameters.Longs(scope.Terms.Select(term => term.Term)));
        if (scope.Entries.Count > 0)
            batch.Add(_entries, PostgreSqlParameters.Uuids(scope.Entries.Select(entry => entry.BudgetId)), PostgreSqlParameters.Texts(scope.Entries.Select(entry => entry.Key)));
        if (scope.AllSlices && HasSlices(scope))
            batch.Add(_nodes, SliceParameters(scope));
    }

    private LedgerRows LoadLocked(NpgsqlDataReader reader, LedgerScope scope)
    {
        LedgerNodeRow? node = null;
        if (scope.NodeId is not null)
            node = Next(reader, _schema.Nodes).SingleOrDefault();
        IReadOnlyList<LedgerBudgetRow> budgets = HasBudgets(scope) ? Next(reader, _schema.Budgets) : [];
        var ledger = _schema.ReadLedger(reader, out var now);
        reader.NextResult();
        var rows = new LedgerRows(ledger, now);
        if (node is not null)
            rows.Nodes.Load(node);
        foreach (var budget in budgets)
            rows.Budgets.Load(budget);
        return rows;
    }

    private void LoadRest(NpgsqlDataReader reader, LedgerRows rows, LedgerScope scope)
    {
        // A budget that another transaction has inserted since the locks were taken is not locked, so its rows are of no use.
        bool IsLocked(Guid budgetId) => rows.Budgets.Find(budgetId) is not null;
        if (HasSlices(scope))
            Load(rows.Slices, Next(reader, _schema.Slices).Where(row => IsLocked(row.BudgetId)));
        if (scope.Terms.Count > 0)
            Load(rows.Terms, Next(reader, _schema.Terms).Where(row => IsLocked(row.BudgetId)));
        if (scope.Entries.Count > 0)
            Load(rows.Entries, Next(reader, _schema.Entries).Where(row => IsLocked(row.BudgetId)));
        if (scope.AllSlices && HasSlices(scope))
        {
            var seen = rows.Slices.Select(slice => slice.NodeId).ToHashSet();
            Load(rows.Nodes, Next(reader, _schema.Nodes).Where(row => row.Id != scope.NodeId && seen.Contains(row.Id)));
        }
    }

    /// <summary>Reads a result, and goes on to the next one.</summary>
    private static List<TRow> Next<TKey, TRow>(NpgsqlDataReader reader, PostgreSqlTable<TKey, TRow> table)
        where TKey : struct, IEquatable<TKey>
        where TRow : class, ILedgerRow<TKey>
    {
        var rows = table.Read(reader);
        reader.NextResult();
        return rows;
    }

    // As the column of this name.
    private static bool IsOpen(LedgerSliceRow slice) => !slice.Held.IsZero || !slice.GuessedCosts.IsZero || !slice.GuessedRefunds.IsZero;

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
