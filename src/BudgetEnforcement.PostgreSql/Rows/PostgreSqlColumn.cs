using System.Globalization;
using Npgsql;

namespace BudgetEnforcement.PostgreSql;

/// <summary>How one column is written, for many rows at once, and read.</summary>
/// <param name="Name">The column.</param>
/// <param name="ArrayType">The type of the array in which the values of many rows are sent.</param>
/// <param name="Values">That array.</param>
/// <param name="Read">What is read; the column itself where it is null.</param>
/// <param name="Write">Makes what is stored of one value that was sent, named {0}; null where that is the same.</param>
internal sealed record PostgreSqlColumn<TRow>(string Name, string ArrayType, Func<IEnumerable<TRow>, NpgsqlParameter> Values, string? Read = null, string? Write = null)
{
    internal string Stored(string value) => Write is null ? value : Write.Replace("{0}", value, StringComparison.Ordinal);

    internal static PostgreSqlColumn<TRow> Uuid(string name, Func<TRow, Guid> get) => new(name, "uuid[]", rows => PostgreSqlParameters.Uuids(rows.Select(get)));

    internal static PostgreSqlColumn<TRow> Uuid(string name, Func<TRow, Guid?> get) => new(name, "uuid[]", rows => PostgreSqlParameters.Uuids(rows.Select(get)));

    internal static PostgreSqlColumn<TRow> Text(string name, Func<TRow, string?> get) => new(name, "text[]", rows => PostgreSqlParameters.Texts(rows.Select(get)));

    internal static PostgreSqlColumn<TRow> Int(string name, Func<TRow, int> get) => new(name, "integer[]", rows => PostgreSqlParameters.Ints(rows.Select(get)));

    internal static PostgreSqlColumn<TRow> Long(string name, Func<TRow, long> get) => new(name, "bigint[]", rows => PostgreSqlParameters.Longs(rows.Select(get)));

    internal static PostgreSqlColumn<TRow> Bool(string name, Func<TRow, bool> get) => new(name, "boolean[]", rows => PostgreSqlParameters.Bools(rows.Select(get)));

    internal static PostgreSqlColumn<TRow> Instant(string name, Func<TRow, DateTimeOffset> get) => new(name, "timestamptz[]", rows => PostgreSqlParameters.Instants(rows.Select(get)));

    internal static PostgreSqlColumn<TRow> Instant(string name, Func<TRow, DateTimeOffset?> get) => new(name, "timestamptz[]", rows => PostgreSqlParameters.Instants(rows.Select(get)));

    internal static PostgreSqlColumn<TRow> Amount(string name, Func<TRow, LedgerAmount> get) => new(name, "numeric[]", rows => PostgreSqlParameters.Amounts(rows.Select(get)));

    internal static PostgreSqlColumn<TRow> Amount(string name, Func<TRow, LedgerAmount?> get) => new(name, "numeric[]", rows => PostgreSqlParameters.Amounts(rows.Select(get)));

    // As text, since not every number that a decimal holds can be read as one.
    internal static PostgreSqlColumn<TRow> Decimal(string name, Func<TRow, decimal> get) =>
        new(name, "text[]", rows => PostgreSqlParameters.Texts(rows.Select(row => Text(get(row)))), name + "::text", "{0}::numeric");

    // Lists as text too: unnest would take lists of lists apart.
    internal static PostgreSqlColumn<TRow> Decimals(string name, Func<TRow, IReadOnlyList<decimal>> get) =>
        new(name, "text[]", rows => PostgreSqlParameters.Texts(rows.Select(row => string.Join(',', get(row).Select(Text)))), $"array_to_string({name}, ',')", "string_to_array({0}, ',')::numeric[]");

    internal static PostgreSqlColumn<TRow> Uuids(string name, Func<TRow, IReadOnlyList<Guid>> get) =>
        new(name, "text[]", rows => PostgreSqlParameters.Texts(rows.Select(row => string.Join(',', get(row)))), $"array_to_string({name}, ',')", "string_to_array({0}, ',')::uuid[]");

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
