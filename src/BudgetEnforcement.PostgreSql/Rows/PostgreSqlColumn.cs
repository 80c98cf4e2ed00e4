using System.Globalization;
using System.Numerics;
using Npgsql;
using NpgsqlTypes;

namespace BudgetEnforcement.PostgreSql;

/// <summary>How one column is written, for one row or for many at once, and read.</summary>
/// <param name="Name">The column.</param>
/// <param name="Type">The type in which a value is sent.</param>
/// <param name="Value">The value of one row.</param>
/// <param name="Values">The values of many rows, as an array.</param>
/// <param name="Read">The expression to read; the column itself where it is null.</param>
/// <param name="Write">Makes the stored value from the value that was sent, named {0}; null where both are the same.</param>
internal sealed record PostgreSqlColumn<TRow>(
    string Name, string Type, Func<TRow, NpgsqlParameter> Value, Func<IEnumerable<TRow>, NpgsqlParameter> Values, string? Read = null, string? Write = null)
{
    internal string Stored(string value) => Write is null ? value : Write.Replace("{0}", value, StringComparison.Ordinal);

    internal static PostgreSqlColumn<TRow> Uuid(string name, Func<TRow, Guid> get) => Of(name, NpgsqlDbType.Uuid, get);

    internal static PostgreSqlColumn<TRow> Uuid(string name, Func<TRow, Guid?> get) => Of(name, NpgsqlDbType.Uuid, get);

    internal static PostgreSqlColumn<TRow> Text(string name, Func<TRow, string?> get) => Of(name, NpgsqlDbType.Text, get);

    internal static PostgreSqlColumn<TRow> Int(string name, Func<TRow, int> get) => Of(name, NpgsqlDbType.Integer, get);

    internal static PostgreSqlColumn<TRow> Long(string name, Func<TRow, long> get) => Of(name, NpgsqlDbType.Bigint, get);

    internal static PostgreSqlColumn<TRow> Bool(string name, Func<TRow, bool> get) => Of(name, NpgsqlDbType.Boolean, get);

    internal static PostgreSqlColumn<TRow> Instant(string name, Func<TRow, DateTimeOffset> get) => Of(name, NpgsqlDbType.TimestampTz, get);

    internal static PostgreSqlColumn<TRow> Instant(string name, Func<TRow, DateTimeOffset?> get) => Of(name, NpgsqlDbType.TimestampTz, get);

    internal static PostgreSqlColumn<TRow> Amount(string name, Func<TRow, LedgerAmount> get) => Of<BigInteger>(name, NpgsqlDbType.Numeric, row => get(row).ToBigInteger());

    internal static PostgreSqlColumn<TRow> Amount(string name, Func<TRow, LedgerAmount?> get) => Of<BigInteger?>(name, NpgsqlDbType.Numeric, row => get(row)?.ToBigInteger());

    // As text, since not every number that a decimal holds can be read as one.
    internal static PostgreSqlColumn<TRow> Decimal(string name, Func<TRow, decimal> get) =>
        Text(name, row => Text(get(row))) with { Read = name + "::text", Write = "{0}::numeric" };

    // Lists as text too: unnest would take lists of lists apart.
    internal static PostgreSqlColumn<TRow> Decimals(string name, Func<TRow, IReadOnlyList<decimal>> get) =>
        Text(name, row => string.Join(',', get(row).Select(Text))) with { Read = $"array_to_string({name}, ',')", Write = "string_to_array({0}, ',')::numeric[]" };

    internal static PostgreSqlColumn<TRow> Uuids(string name, Func<TRow, IReadOnlyList<Guid>> get) =>
        Text(name, row => string.Join(',', get(row))) with { Read = $"array_to_string({name}, ',')", Write = "string_to_array({0}, ',')::uuid[]" };

    private static PostgreSqlColumn<TRow> Of<T>(string name, NpgsqlDbType type, Func<TRow, T> get) => new(
        name,
        type.ToString(),
        row => PostgreSqlParameters.One(get(row), type),
        rows => PostgreSqlParameters.Many(rows.Select(get), type));

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
