using System.Numerics;
using Npgsql;
using NpgsqlTypes;

namespace BudgetEnforcement.PostgreSql;

/// <summary>Makes parameters of the types that the columns have.</summary>
internal static class PostgreSqlParameters
{
    internal static NpgsqlParameter Text(string value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Text };

    internal static NpgsqlParameter Uuid(Guid value) => new NpgsqlParameter<Guid> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Uuid };

    internal static NpgsqlParameter Long(long value) => new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    internal static NpgsqlParameter Bool(bool value) => new NpgsqlParameter<bool> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Boolean };

    internal static NpgsqlParameter Int(int value) => new NpgsqlParameter<int> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Integer };

    internal static NpgsqlParameter Instant(DateTimeOffset? value) => new() { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    internal static NpgsqlParameter Uuids(IEnumerable<Guid>? values) => Array(values, NpgsqlDbType.Uuid);

    internal static NpgsqlParameter Uuids(IEnumerable<Guid?> values) => Array(values, NpgsqlDbType.Uuid);

    internal static NpgsqlParameter Texts(IEnumerable<string?>? values) => Array(values, NpgsqlDbType.Text);

    internal static NpgsqlParameter Ints(IEnumerable<int> values) => Array(values, NpgsqlDbType.Integer);

    internal static NpgsqlParameter Longs(IEnumerable<long>? values) => Array(values, NpgsqlDbType.Bigint);

    internal static NpgsqlParameter Bools(IEnumerable<bool> values) => Array(values, NpgsqlDbType.Boolean);

    internal static NpgsqlParameter Instants(IEnumerable<DateTimeOffset> values) => Array(values, NpgsqlDbType.TimestampTz);

    internal static NpgsqlParameter Instants(IEnumerable<DateTimeOffset?> values) => Array(values, NpgsqlDbType.TimestampTz);

    internal static NpgsqlParameter Amounts(IEnumerable<LedgerAmount> values) => Array<BigInteger>(values.Select(value => value.ToBigInteger()), NpgsqlDbType.Numeric);

    internal static NpgsqlParameter Amounts(IEnumerable<LedgerAmount?> values) => Array<BigInteger?>(values.Select(value => value?.ToBigInteger()), NpgsqlDbType.Numeric);

    private static NpgsqlParameter Array<T>(IEnumerable<T>? values, NpgsqlDbType type) =>
        new() { Value = values is null ? DBNull.Value : values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}
