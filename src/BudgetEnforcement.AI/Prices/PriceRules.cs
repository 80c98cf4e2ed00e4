namespace BudgetEnforcement.AI;

/// <summary>What a row of prices may say, and to what it applies.</summary>
internal static class PriceRules
{
    private const decimal HighestRate = 1_000_000_000m;
    private const int MostDecimals = 18;
    private const decimal MostDigits = 1e18m;

    // The highest number of decimals that a decimal can have: dividing by it takes the zeros at the end away.
    private const decimal OneWithEveryDecimal = 1.0000000000000000000000000000m;

    internal static bool IsOrdinary(string? tier) =>
        string.IsNullOrEmpty(tier) || tier.Equals("default", StringComparison.OrdinalIgnoreCase) || tier.Equals("standard", StringComparison.OrdinalIgnoreCase)
        || tier.Equals("auto", StringComparison.OrdinalIgnoreCase) || tier.Equals("on_demand", StringComparison.OrdinalIgnoreCase);

    internal static bool Applies(PriceRow row, DateOnly date, TimeOnly time, long input, string? tier) =>
        !(row.From > date) && !(row.Until <= date)
        && (row.StartTime is not { } start || row.EndTime is not { } end || time.IsBetween(start, end))
        && !(row.AboveInputTokens >= input)
        && (row.ServiceTier is null || row.ServiceTier.Equals(tier, StringComparison.OrdinalIgnoreCase));

    internal static void ThrowIfInvalid(PriceRow[] rows)
    {
        if (rows.Length == 0)
            throw new ArgumentException("A price needs at least one row.", nameof(rows));

        foreach (var row in rows)
        {
            ArgumentNullException.ThrowIfNull(row, nameof(rows));
            ArgumentNullException.ThrowIfNull(row.Rates, nameof(rows));
            ThrowIfInvalid(row);
            ThrowIfInvalid(row.Rates);
        }
    }

    private static void ThrowIfInvalid(PriceRow row)
    {
        if (row.From >= row.Until)
            throw new ArgumentException(Text($"A row that begins on {row.From:O} cannot end on {row.Until:O}."), nameof(row));
        if (row.StartTime.HasValue != row.EndTime.HasValue || (row.StartTime.HasValue && row.StartTime == row.EndTime))
            throw new ArgumentException("A row with hours of the day needs a start and another end.", nameof(row));
        if (row.AboveInputTokens is < 0)
            throw new ArgumentException(Text($"A row cannot begin above {row.AboveInputTokens} input tokens."), nameof(row));
        if (row.ServiceTier is not null && IsOrdinary(row.ServiceTier))
            throw new ArgumentException($"\"{row.ServiceTier}\" is the ordinary service tier, which is the one of every row that names none.", nameof(row));
        if (row.OnlyOnRequest && row.ServiceTier is null)
            throw new ArgumentException("Only a service tier can be one that has to be asked for.", nameof(row));
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static void ThrowIfInvalid(TokenRates rates)
    {
        ThrowIfInvalid(rates.Input, nameof(rates.Input));
        ThrowIfInvalid(rates.Output, nameof(rates.Output));
        ThrowIfInvalid(rates.CachedInput, nameof(rates.CachedInput));
        ThrowIfInvalid(rates.CacheWrite, nameof(rates.CacheWrite));
        ThrowIfInvalid(rates.CacheWrite1h, nameof(rates.CacheWrite1h));
        ThrowIfInvalid(rates.InputAudio, nameof(rates.InputAudio));
        ThrowIfInvalid(rates.CachedAudio, nameof(rates.CachedAudio));
        ThrowIfInvalid(rates.InputImage, nameof(rates.InputImage));
        ThrowIfInvalid(rates.Reasoning, nameof(rates.Reasoning));
        ThrowIfInvalid(rates.OutputAudio, nameof(rates.OutputAudio));
        ThrowIfInvalid(rates.OutputImage, nameof(rates.OutputImage));
        ThrowIfInvalid(rates.PerRequest, nameof(rates.PerRequest));
        ThrowIfInvalid(rates.PerThousandWebSearches, nameof(rates.PerThousandWebSearches));
    }

    private static void ThrowIfInvalid(decimal? rate, string name)
    {
        if (rate is not { } value)
            return;

        ArgumentOutOfRangeException.ThrowIfNegative(value, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, HighestRate, name);
        var shortest = value / OneWithEveryDecimal;
        var unit = 1m;
        for (var i = 0; i < shortest.Scale; i++)
            unit *= 10m;
        if (shortest.Scale > MostDecimals || shortest * unit > MostDigits)
            throw new ArgumentOutOfRangeException(name, value, Text($"A rate can have {MostDecimals} decimals and as many digits at most, so that every cost is exact."));
    }
}
