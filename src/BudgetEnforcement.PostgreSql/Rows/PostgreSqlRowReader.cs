using System.Globalization;
using System.Numerics;
using Npgsql;

namespace BudgetEnforcement.PostgreSql;

/// <summary>Reads the columns of a row one after the other.</summary>
internal struct PostgreSqlRowReader(NpgsqlDataReader reader)
{
    private int _column;

    internal Guid Guid() => reader.GetGuid(_column++);

    internal Guid? OptionalGuid() => SkipNull() ? null : Guid();

    internal string Text() => reader.GetString(_column++);

    internal string? OptionalText() => SkipNull() ? null : Text();

    internal long Long() => reader.GetInt64(_column++);

    internal int Int() => reader.GetInt32(_column++);

    internal bool Bool() => reader.GetBoolean(_column++);

    internal LedgerAmount Amount() => LedgerAmount.FromBigInteger(reader.GetFieldValue<BigInteger>(_column++));

    internal LedgerAmount? OptionalAmount() => SkipNull() ? null : Amount();

    internal DateTimeOffset Instant() => reader.GetFieldValue<DateTimeOffset>(_column++).ToUniversalTime();

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
