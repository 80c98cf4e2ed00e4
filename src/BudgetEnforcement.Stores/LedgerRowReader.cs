using System.Data.Common;
using System.Globalization;

namespace BudgetEnforcement.Stores;

/// <summary>Reads the columns of a row one after the other. Each database store reads the types that its database keeps in its own form.</summary>
internal abstract class LedgerRowReader(DbDataReader reader)
{
    private int _column;

    internal abstract Guid Guid();

    internal Guid? OptionalGuid() => SkipNull() ? null : Guid();

    internal string Text() => reader.GetString(_column++);

    internal string? OptionalText() => SkipNull() ? null : Text();

    internal long Long() => reader.GetInt64(_column++);

    internal int Int() => reader.GetInt32(_column++);

    internal abstract bool Bool();

    internal abstract LedgerAmount Amount();

    internal LedgerAmount? OptionalAmount() => SkipNull() ? null : Amount();

    internal abstract DateTimeOffset Instant();

    internal DateTimeOffset? OptionalInstant() => SkipNull() ? null : Instant();

    internal decimal Decimal() => ParseDecimal(Text());

    internal IReadOnlyList<decimal> Decimals() => [.. Parts().Select(ParseDecimal)];

    internal IReadOnlyList<Guid> Guids() => [.. Parts().Select(static part => System.Guid.ParseExact(part, "D"))];

    /// <summary>The value of the next column as the driver gives it.</summary>
    protected T Value<T>() => reader.GetFieldValue<T>(_column++);

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
