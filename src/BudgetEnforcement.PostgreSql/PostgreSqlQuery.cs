using Npgsql;

namespace BudgetEnforcement.PostgreSql;

/// <summary>Reads the rows that a query asks for, in one round trip and as of one instant.</summary>
internal sealed class PostgreSqlQuery
{
    private const string InBudgets = "(($1::uuid[] is null and $2::text[] is null) or id = any($1) or name = any($2))";
    private const string OfTerms = "($3::uuid[] is null or (budget_id, term) in (select * from unnest($3, $4::bigint[])))";

    private readonly PostgreSqlSchema _schema;
    private readonly LedgerQuery _query;
    private readonly string _ofBudgets;

    internal PostgreSqlQuery(PostgreSqlSchema schema, LedgerQuery query)
    {
        (_schema, _query) = (schema, query);
        _ofBudgets = $"budget_id in (select id from {schema.Budgets.Name} where {InBudgets})";
    }

    internal LedgerRows Run(NpgsqlConnection connection)
    {
        using var batch = connection.CreateBatch();
        batch.Add("begin isolation level repeatable read read only");
        batch.Add(_schema.SelectLedger);
        AddTo(batch);
        batch.Add("commit");
        var isRead = false;
        try
        {
            using var reader = batch.ExecuteReader();
            var ledger = _schema.ReadLedger(reader, out var now);
            var rows = new LedgerRows(ledger, now);
            Load(reader, rows);
            isRead = true;
            return rows;
        }
        finally
        {
            if (!isRead)
                PostgreSqlTransactions.RollBack(connection);
        }
    }

    private void AddTo(NpgsqlBatch batch)
    {
        if (_query.Kinds.HasFlag(LedgerRowKinds.Nodes))
            batch.Add($"{_schema.Nodes.Select} where $1::uuid[] is null or id = any($1)", PostgreSqlParameters.Uuids(_query.NodeIds));
        if (_query.Kinds.HasFlag(LedgerRowKinds.Budgets))
            batch.Add($"{_schema.Budgets.Select} where {InBudgets}", Budgets());
        if (_query.Kinds.HasFlag(LedgerRowKinds.Terms))
            batch.Add(Latest(_schema.Terms.Columns, _schema.Terms.Name, $"{_ofBudgets} and {OfTerms}", "term desc", "$5"), [.. Budgets(), .. Terms(), MostOfEach()]);
        if (_query.Kinds.HasFlag(LedgerRowKinds.Slices))
        {
            batch.Add(
                $"{_schema.Slices.Select} where {_ofBudgets} and {OfTerms} and ($5::uuid[] is null or node_id = any($5)) and (not $6 or held > 0)",
                [.. Budgets(), .. Terms(), PostgreSqlParameters.Uuids(_query.NodeIds), PostgreSqlParameters.Bool(_query.HoldingOnly)]);
        }

        if (_query.Kinds.HasFlag(LedgerRowKinds.Entries))
        {
            const string OfKeys = "($5::uuid[] is null or (budget_id, key) in (select * from unnest($5, $6::text[])))";
            batch.Add(
                Latest(_schema.Entries.Columns, _schema.Entries.Name, $"{_ofBudgets} and {OfTerms} and {OfKeys}", "created_at desc, key desc", "$7"),
                [
                    .. Budgets(), .. Terms(), PostgreSqlParameters.Uuids(_query.Entries?.Select(entry => entry.BudgetId)),
                    PostgreSqlParameters.Texts(_query.Entries?.Select(entry => entry.Key)), MostOfEach(),
                ]);
        }
    }

    private void Load(NpgsqlDataReader reader, LedgerRows rows)
    {
        if (_query.Kinds.HasFlag(LedgerRowKinds.Nodes))
            Load(reader, rows.Nodes, _schema.Nodes);
        if (_query.Kinds.HasFlag(LedgerRowKinds.Budgets))
            Load(reader, rows.Budgets, _schema.Budgets);
        if (_query.Kinds.HasFlag(LedgerRowKinds.Terms))
            Load(reader, rows.Terms, _schema.Terms);
        if (_query.Kinds.HasFlag(LedgerRowKinds.Slices))
            Load(reader, rows.Slices, _schema.Slices);
        if (_query.Kinds.HasFlag(LedgerRowKinds.Entries))
            Load(reader, rows.Entries, _schema.Entries);
    }

    private static void Load<TKey, TRow>(NpgsqlDataReader reader, LedgerTable<TKey, TRow> rows, PostgreSqlTable<TKey, TRow> table)
        where TKey : struct, IEquatable<TKey>
        where TRow : class, ILedgerRow<TKey>
    {
        reader.NextResult();
        foreach (var row in table.Read(reader))
            rows.Load(row);
    }

    private NpgsqlParameter[] Budgets() => [PostgreSqlParameters.Uuids(_query.BudgetIds), PostgreSqlParameters.Texts(_query.BudgetNames)];

    private NpgsqlParameter[] Terms() =>
        [PostgreSqlParameters.Uuids(_query.Terms?.Select(term => term.BudgetId)), PostgreSqlParameters.Longs(_query.Terms?.Select(term => term.Term))];

    private NpgsqlParameter MostOfEach() => PostgreSqlParameters.Long(_query.Latest ?? long.MaxValue);

    private static string Latest(string columns, string table, string condition, string order, string most) =>
        $"select {columns} from (select *, row_number() over (partition by budget_id order by {order}) as place from {table} where {condition}) as latest where place <= {most}";
}
