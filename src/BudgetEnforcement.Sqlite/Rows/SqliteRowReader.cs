using System.Globalization;
using Microsoft.Data.Sqlite;

namespace BudgetEnforcement.Sqlite;

/// <summary>Reads the columns of a row one after the other.</summary>
internal struct SqliteRowReader(SqliteDataReader reader)
{
    private int _column;

    internal Guid Guid() => System.Guid.ParseExact(Text(), "D");

    internal Guid? OptionalGuid() => SkipNull() ? null : Guid();

    internal string Text() => reader.GetString(_column++);

    internal string? OptionalText() => SkipNull() ? null : Text();

    internal long Long() => reader.GetInt64(_column++);

    internal int Int() => reader.GetInt32(_column++);

    internal bool Bool() => Long() != 0;

    internal LedgerAmount Amount() => LedgerAmount.FromBytes(reader.GetFieldValue<byte[]>(_column++));

    internal LedgerAmount? OptionalAmount() => SkipNull() ? null : Amount();

    internal DateTimeOffset Instant() => DateTimeOffset.UnixEpoch.AddTicks(Long() * TimeSpan.TicksPerMicrosecond);

    internal DateTimeOffset? OptionalInstant() => SkipNull() ? null : Instant();

    internal decimal Decimal() => ParseDecimal(Text());

    internal IReadOnlyList<decimal> Decimals() => [.. Parts().Select(ParseDecimal)];

    internal IReadOnlyList<Guid> Guids() => [.. Parts().Select(part => System.Guid.ParseExact(part, "D"))];

    private string[] Parts() => Text().Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static decimal ParseDecimal(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private bool SkipNull()
    {
        if (!reader.IsDBNull(_column))
            return false;
        _column++;
        return true;
    }
}
