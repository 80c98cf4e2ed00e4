using Npgsql;
using NpgsqlTypes;

namespace BudgetEnforcement.PostgreSql;

/// <summary>Makes parameters of the types that the columns have.</summary>
internal static class PostgreSqlParameters
{
    internal static NpgsqlParameter Text(string value) => One(value, NpgsqlDbType.Text);

    internal static NpgsqlParameter Uuid(Guid value) => One(value, NpgsqlDbType.Uuid);

    internal static NpgsqlParameter Long(long value) => One(value, NpgsqlDbType.Bigint);

    internal static NpgsqlParameter Bool(bool value) => One(value, NpgsqlDbType.Boolean);

    internal static NpgsqlParameter Int(int value) => One(value, NpgsqlDbType.Integer);

    internal static NpgsqlParameter Instant(DateTimeOffset? value) => One(value, NpgsqlDbType.TimestampTz);

    internal static NpgsqlParameter Uuids(IEnumerable<Guid>? values) => Many(values, NpgsqlDbType.Uuid);

    internal static NpgsqlParameter Texts(IEnumerable<string?>? values) => Many(values, NpgsqlDbType.Text);

    internal static NpgsqlParameter Longs(IEnumerable<long>? values) => Many(values, NpgsqlDbType.Bigint);

    internal static NpgsqlParameter One<T>(T value, NpgsqlDbType type) => new() { Value = value is null ? DBNull.Value : value, NpgsqlDbType = type };

    internal static NpgsqlParameter Many<T>(IEnumerable<T>? values, NpgsqlDbType type) =>
        new() { Value = values is null ? DBNull.Value : values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}
