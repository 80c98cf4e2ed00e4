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
    private readonly PostgreSqlColumn<TRow>[] _columns;
    private readonly PostgreSqlColumn<TKey>[] _keys;
    private readonly Func<LedgerRowReader, TRow> _read;
    private readonly string _insert;
    private readonly string _update;
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

        var names = string.Join(", ", columns.Select(column => column.Name));
        var sent = $"unnest({string.Join(", ", columns.Select((column, i) => FormattableString.Invariant($"${i + 1}::{column.ArrayType}")))}) as sent ({names})";
        _insert = $"insert into {name} ({names}) select {string.Join(", ", columns.Select(column => column.Stored("sent." + column.Name)))} from {sent}";
        _update = $"update {name} as stored set {string.Join(", ", columns.Where(column => keys.All(key => key.Name != column.Name)).Select(column => $"{column.Name} = {column.Stored("sent." + column.Name)}"))} "
            + $"from {sent} where {Matches(keys)}";
        _delete = $"delete from {name} as stored using unnest({string.Join(", ", keys.Select((key, i) => FormattableString.Invariant($"${i + 1}::{key.ArrayType}")))}) "
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
        if (updated.Count > 0)
            batch.Add(_update, [.. _columns.Select(column => column.Values(updated))]);
        var inserted = rows.Inserted.ToList();
        if (order is not null)
            inserted.Sort(order);
        if (inserted.Count > 0)
            batch.Add(_insert, [.. _columns.Select(column => column.Values(inserted))]);
    }

    private static string Matches(PostgreSqlColumn<TKey>[] keys) => string.Join(" and ", keys.Select(key => $"stored.{key.Name} = sent.{key.Name}"));
}
