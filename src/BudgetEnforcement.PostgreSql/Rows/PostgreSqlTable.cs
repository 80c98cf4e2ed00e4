using BudgetEnforcement.Stores;
using Npgsql;

namespace BudgetEnforcement.PostgreSql;

/// <summary>How the rows of one kind stand in their table.</summary>
/// <typeparam name="TKey">The key of a row.</typeparam>
/// <typeparam name="TRow">The row.</typeparam>
internal sealed class PostgreSqlTable<TKey, TRow>
    where TKey : struct, IEquatable<TKey>
    where TRow : class, ILedgerRow<TKey>
{
    /// <summary>
    /// If at most this many rows have changed, a statement of its own updates each: the server plans it in a fraction of the time that a join needs.
    /// </summary>
    internal const int MostOneByOne = 3;

    private readonly PostgreSqlColumn<TRow>[] _columns;
    private readonly PostgreSqlColumn<TKey>[] _keys;
    private readonly Func<LedgerRowReader, TRow> _read;
    private readonly string _insert;
    private readonly string _updateOne;
    private readonly string _updateMany;
    private readonly string _delete;

    /// <param name="name">The table, with its schema.</param>
    /// <param name="columns">Its columns, in the order in which rows are read.</param>
    /// <param name="keys">Those that make the key.</param>
    /// <param name="read">Reads a row.</param>
    internal PostgreSqlTable(string name, PostgreSqlColumn<TRow>[] columns, PostgreSqlColumn<TKey>[] keys, Func<LedgerRowReader, TRow> read)
    {
        (Name, _columns, _keys, _read) = (name, columns, keys, read);
        Columns = string.Join(", ", columns.Select(column => column.Read ?? column.Name));
        Select = $"select {Columns} from {name}";

        var parameters = columns.Select((column, i) => (Column: column, Value: FormattableString.Invariant($"${i + 1}"))).ToArray();
        var names = string.Join(", ", columns.Select(column => column.Name));
        var sent = $"unnest({string.Join(", ", parameters.Select(it => $"{it.Value}::{it.Column.Type}[]"))}) as sent ({names})";
        bool IsKey(PostgreSqlColumn<TRow> column) => Array.Exists(keys, key => key.Name == column.Name);
        _insert = $"insert into {name} ({names}) select {string.Join(", ", columns.Select(column => column.Stored("sent." + column.Name)))} from {sent}";
        _updateOne = $"update {name} set {string.Join(", ", parameters.Where(it => !IsKey(it.Column)).Select(it => $"{it.Column.Name} = {it.Column.Stored(it.Value)}"))} "
            + $"where {string.Join(" and ", parameters.Where(it => IsKey(it.Column)).Select(it => $"{it.Column.Name} = {it.Value}"))}";
        _updateMany = $"update {name} as stored set {string.Join(", ", columns.Where(column => !IsKey(column)).Select(column => $"{column.Name} = {column.Stored("sent." + column.Name)}"))} "
            + $"from {sent} where {Matches(keys)}";
        _delete = $"delete from {name} as stored using unnest({string.Join(", ", keys.Select((key, i) => FormattableString.Invariant($"${i + 1}::{key.Type}[]")))}) "
            + $"as sent ({string.Join(", ", keys.Select(key => key.Name))}) where {Matches(keys)}";
    }

    internal string Name { get; }

    internal string Columns { get; }

    /// <summary>The beginning of a statement that reads rows.</summary>
    internal string Select { get; }

    /// <summary>Reads the rows of a result.</summary>
    internal List<TRow> Read(NpgsqlDataReader reader)
    {
        List<TRow> rows = [];
        while (reader.Read())
            rows.Add(_read(new PostgreSqlRowReader(reader)));
        return rows;
    }

    /// <summary>Adds the statements that save what has changed.</summary>
    /// <param name="batch">Where they are added.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="order">The order in which rows are inserted; null for any.</param>
    internal void Save(NpgsqlBatch batch, LedgerTable<TKey, TRow> rows, Comparison<TRow>? order = null)
    {
        var removed = rows.Removed.ToList();
        if (removed.Count > 0)
            batch.Add(_delete, [.. _keys.Select(key => key.Values(removed))]);
        var updated = rows.Updated.ToList();
        if (updated.Count > MostOneByOne)
        {
            batch.Add(_updateMany, [.. _columns.Select(column => column.Values(updated))]);
        }
        else
        {
            foreach (var row in updated)
                batch.Add(_updateOne, [.. _columns.Select(column => column.Value(row))]);
        }

        var inserted = rows.Inserted.ToList();
        if (order is not null)
            inserted.Sort(order);
        if (inserted.Count > 0)
            batch.Add(_insert, [.. _columns.Select(column => column.Values(inserted))]);
    }

    private static string Matches(PostgreSqlColumn<TKey>[] keys) => string.Join(" and ", keys.Select(key => $"stored.{key.Name} = sent.{key.Name}"));
}
