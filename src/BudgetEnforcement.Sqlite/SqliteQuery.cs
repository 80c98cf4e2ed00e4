using System.Text.Json;
using System.Text.Json.Serialization;

namespace BudgetEnforcement.Sqlite;

/// <summary>Reads the rows that a query asks for, within a transaction. Lists of the query are parameters in JSON.</summary>
internal sealed partial class SqliteQuery
{
    private const string InBudgets =
        "(($1 is null and $2 is null) or id in (select value from json_each($1)) or name in (select value from json_each($2)))";

    private const string OfBudgets = $"budget_id in (select id from ledger_budget where {InBudgets})";
    private const string OfTerms = "($3 is null or (budget_id, term) in (select value ->> 0, cast(value ->> 1 as integer) from json_each($3)))";

    private readonly SqliteSession _session;
    private readonly LedgerQuery _query;
    private readonly string? _ids;
    private readonly string? _names;
    private readonly string? _terms;
    private readonly string? _nodes;
    private readonly string? _entries;

    internal SqliteQuery(SqliteSession session, LedgerQuery query)
    {
        _session = session;
        _query = query;
        _ids = Json(query.BudgetIds?.Select(SqliteRowWriter.Text));
        _names = Json(query.BudgetNames);
        _nodes = Json(query.NodeIds?.Select(SqliteRowWriter.Text));
        _terms = Json(query.Terms?.Select(term => new[] { SqliteRowWriter.Text(term.BudgetId), FormattableString.Invariant($"{term.Term}") }));
        _entries = Json(query.Entries?.Select(entry => new[] { SqliteRowWriter.Text(entry.BudgetId), entry.Key }));
    }

    internal void Load(LedgerRows rows)
    {
        if (_query.Kinds.HasFlag(LedgerRowKinds.Nodes))
            SqliteTables.Nodes.Load(_session, rows.Nodes, $"{SqliteTables.Nodes.Select} where $1 is null or id in (select value from json_each($1))", 1, writer => writer.Add(_nodes));
        if (_query.Kinds.HasFlag(LedgerRowKinds.Budgets))
            SqliteTables.Budgets.Load(_session, rows.Budgets, $"{SqliteTables.Budgets.Select} where {InBudgets}", 2, writer => writer.Add(_ids).Add(_names));
        if (_query.Kinds.HasFlag(LedgerRowKinds.Terms))
        {
            var sql = Latest(SqliteTables.Terms.Name, SqliteTables.Terms.Columns, $"{OfBudgets} and {OfTerms}", "term desc", "$4");
            SqliteTables.Terms.Load(_session, rows.Terms, sql, 4, writer => Latest(writer.Add(_ids).Add(_names).Add(_terms)));
        }

        if (_query.Kinds.HasFlag(LedgerRowKinds.Slices))
        {
            var sql = $"{SqliteTables.Slices.Select} where {OfBudgets} and {OfTerms} and ($4 is null or node_id in (select value from json_each($4))) and (not $5 or held > zeroblob(24))";
            SqliteTables.Slices.Load(_session, rows.Slices, sql, 5, writer => writer.Add(_ids).Add(_names).Add(_terms).Add(_nodes).Add(_query.HoldingOnly));
        }

        if (_query.Kinds.HasFlag(LedgerRowKinds.Entries))
        {
            const string OfKeys = "($4 is null or (budget_id, key) in (select value ->> 0, value ->> 1 from json_each($4)))";
            var sql = Latest(SqliteTables.Entries.Name, SqliteTables.Entries.Columns, $"{OfBudgets} and {OfTerms} and {OfKeys}", "created_at desc, key desc", "$5");
            SqliteTables.Entries.Load(_session, rows.Entries, sql, 5, writer => Latest(writer.Add(_ids).Add(_names).Add(_terms).Add(_entries)));
        }
    }

    private SqliteRowWriter Latest(SqliteRowWriter writer) => writer.Add(_query.Latest ?? long.MaxValue);

    private static string Latest(string table, string columns, string condition, string order, string most) =>
        $"select {columns} from (select *, row_number() over (partition by budget_id order by {order}) as place from {table} where {condition}) where place <= {most}";

    private static string? Json(IEnumerable<string>? values) => values is null ? null : JsonSerializer.Serialize([.. values], Lists.Default.StringArray);

    private static string? Json(IEnumerable<string[]>? values) => values is null ? null : JsonSerializer.Serialize([.. values], Lists.Default.StringArrayArray);

    [JsonSerializable(typeof(string[]))]
    [JsonSerializable(typeof(string[][]))]
    private sealed partial class Lists : JsonSerializerContext;
}
