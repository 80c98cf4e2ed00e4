using BudgetEnforcement.Stores;
using Microsoft.Data.Sqlite;

namespace BudgetEnforcement.Sqlite;

/// <summary>Reads the columns of a row one after the other, in the types that SQLite has.</summary>
internal sealed class SqliteRowReader(SqliteDataReader reader) : LedgerRowReader(reader)
{
    internal override Guid Guid() => System.Guid.ParseExact(Text(), "D");

    internal override bool Bool() => Long() != 0;

    internal override LedgerAmount Amount() => LedgerAmount.FromBytes(Value<byte[]>());

    internal override DateTimeOffset Instant() => DateTimeOffset.UnixEpoch.AddTicks(Long() * TimeSpan.TicksPerMicrosecond);
}
