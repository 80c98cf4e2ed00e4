using System.Numerics;
using BudgetEnforcement.Stores;
using Npgsql;

namespace BudgetEnforcement.PostgreSql;

/// <summary>Reads the columns of a row one after the other, in the types that PostgreSQL has.</summary>
internal sealed class PostgreSqlRowReader(NpgsqlDataReader reader) : LedgerRowReader(reader)
{
    internal override Guid Guid() => Value<Guid>();

    internal override bool Bool() => Value<bool>();

    internal override LedgerAmount Amount() => LedgerAmount.FromBigInteger(Value<BigInteger>());

    internal override DateTimeOffset Instant() => Value<DateTimeOffset>().ToUniversalTime();
}
