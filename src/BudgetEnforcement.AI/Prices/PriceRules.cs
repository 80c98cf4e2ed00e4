namespace BudgetEnforcement.AI;

/// <summary>What a row of prices may say, and to what it applies.</summary>
internal static class PriceRules
{
    private const decimal HighestRate = 1_000_000_000m;
    private const string TooManyDigits =
        "From the first digit of the greatest rate to the last of the smallest there can be 18 digits at most, so that every cost is exact.";

    private const decimal MostTimes = 1_000m;
    private const int MostDecimals = 18;
    private const decimal MostUnits = 1e18m;

    // The highest number of decimals that a decimal can have: dividing by it takes the zeros at the end away.
    private const decimal OneWithEveryDecimal = 1.0000000000000000000000000000m;

    private static readonly string[] OrdinaryTiers = ["default", "standard", "auto", "on_demand"];

    internal static bool IsOrdinary(string? tier)
    {
        if (string.IsNullOrEmpty(tier))
            return true;

        foreach (var ordinary in OrdinaryTiers)
        {
            if (ordinary.Equals(tier, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    internal static bool Applies(PriceRow row, DateOnly date, TimeOnly time, long input, string? tier) =>
        !(row.From > date) && !(row.Until <= date)
        && (row.StartTime is not { } start || row.EndTime is not { } end || time.IsBetween(start, end))
        && !(row.AboveInputTokens >= input)
        && (row.ServiceTier is null || row.ServiceTier.Equals(tier, StringComparison.OrdinalIgnoreCase));

    internal static long? ThrowIfNegative(long? value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, name);
        return value;
    }

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

    internal static void ThrowIfInvalid(UnpricedTier[] tiers)
    {
        foreach (var tier in tiers)
        {
            ArgumentNullException.ThrowIfNull(tier, nameof(tiers));
            if (IsOrdinary(tier.Name))
                throw new ArgumentException($"\"{tier.Name}\" is the ordinary service tier, which cannot be one without a price.", nameof(tiers));
            ArgumentOutOfRangeException.ThrowIfLessThan(tier.AtMostTimes ?? 1m, 1m, nameof(tier.AtMostTimes));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(tier.AtMostTimes ?? 1m, MostTimes, nameof(tier.AtMostTimes));
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
        ReadOnlySpan<(decimal? Rate, string Name)> all =
        [
            (rates.Input, nameof(rates.Input)), (rates.Output, nameof(rates.Output)), (rates.CachedInput, nameof(rates.CachedInput)),
            (rates.CacheWrite, nameof(rates.CacheWrite)), (rates.CacheWrite1h, nameof(rates.CacheWrite1h)),
            (rates.InputAudio, nameof(rates.InputAudio)), (rates.CachedAudio, nameof(rates.CachedAudio)),
            (rates.InputImage, nameof(rates.InputImage)), (rates.Reasoning, nameof(rates.Reasoning)),
            (rates.OutputAudio, nameof(rates.OutputAudio)), (rates.OutputImage, nameof(rates.OutputImage)),
            (rates.PerRequest, nameof(rates.PerRequest)), (rates.PerThousandWebSearches, nameof(rates.PerThousandWebSearches)),
        ];

        var smallest = 1m;
        foreach (var (rate, name) in all)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(rate ?? 0m, 0m, name); // ThrowIfNegative takes −0 for negative.
            ArgumentOutOfRangeException.ThrowIfGreaterThan(rate ?? 0m, HighestRate, name);
            if (Decimals(rate ?? 0m) > MostDecimals)
                throw new ArgumentOutOfRangeException(name, rate, Text($"A rate can have {MostDecimals} decimals at most, so that every cost is exact."));
            smallest = Math.Min(smallest, UnitOf(Decimals(rate ?? 0m)));
        }

        foreach (var (rate, name) in all)
        {
            if (rate / smallest > MostUnits)
                throw new ArgumentOutOfRangeException(name, rate, TooManyDigits);
        }
    }

    private static int Decimals(decimal rate) => (rate / OneWithEveryDecimal).Scale;

    private static decimal UnitOf(int decimals) => new(1, 0, 0, isNegative: false, (byte)decimals);
}
