using BudgetEnforcement.Stores;

namespace BudgetEnforcement.Sqlite;

/// <summary>How the rows of one kind stand in their table.</summary>
/// <param name="name">The table.</param>
/// <param name="columns">Its columns, in the order in which rows are read and written.</param>
/// <param name="keys">Those that make the key of a row.</param>
/// <param name="read">Reads a row.</param>
/// <param name="write">Writes a row.</param>
/// <param name="writeKey">Writes a key, in the order of <paramref name="keys"/>.</param>
internal sealed class SqliteTable<TKey, TRow>(
    string name,
    string[] columns,
    string[] keys,
    Func<LedgerRowReader, TRow> read,
    Action<SqliteRowWriter, TRow> write,
    Action<SqliteRowWriter, TKey> writeKey)
    where TKey : struct, IEquatable<TKey>
    where TRow : class, ILedgerRow<TKey>
{
    private readonly string _insert =
        $"insert into {name} ({string.Join(", ", columns)}) values ({string.Join(", ", columns.Select((_, i) => Parameter(i)))})";

    private readonly string _update =
        $"update {name} set {string.Join(", ", columns.Select((column, i) => (column, i)).Where(it => !keys.Contains(it.column)).Select(it => $"{it.column} = {Parameter(it.i)}"))} "
        + $"where {string.Join(" and ", keys.Select(key => $"{key} = {Parameter(Array.IndexOf(columns, key))}"))}";

    private readonly string _delete = $"delete from {name} where {string.Join(" and ", keys.Select((key, i) => $"{key} = {Parameter(i)}"))}";

    internal string Name => name;

    /// <summary>The beginning of a statement that reads rows.</summary>
    internal string Select { get; } = $"select {string.Join(", ", columns)} from {name}";

    internal string Columns { get; } = string.Join(", ", columns);

    /// <summary>Loads the rows of a statement, except those that are there already.</summary>
    internal void Load(SqliteSession session, LedgerTable<TKey, TRow> rows, string sql, int parameters, Action<SqliteRowWriter> bind)
    {
        var command = session.Command(sql, parameters);
        bind(new SqliteRowWriter(command));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var row = read(new SqliteRowReader(reader));
            if (rows.Find(row.Key) is null)
                rows.Load(row);
        }
    }

    internal void LoadOne(SqliteSession session, LedgerTable<TKey, TRow> rows, TKey key) =>
        Load(session, rows, $"{Select} where {string.Join(" and ", keys.Select((column, i) => $"{column} = {Parameter(i)}"))}", keys.Length, writer => writeKey(writer, key));

    internal void Save(SqliteSession session, LedgerTable<TKey, TRow> rows)
    {
        foreach (var key in rows.Removed)
        {
            var delete = session.Command(_delete, keys.Length);
            writeKey(new SqliteRowWriter(delete), key);
            delete.ExecuteNonQuery();
        }

        foreach (var row in rows.Updated)
            Write(session, _update, row);
        foreach (var row in rows.Inserted)
            Write(session, _insert, row);
    }

    private void Write(SqliteSession session, string sql, TRow row)
    {
        var command = session.Command(sql, columns.Length);
        write(new SqliteRowWriter(command), row);
        command.ExecuteNonQuery();
    }

    private static string Parameter(int i) => FormattableString.Invariant($"${i + 1}");
}
