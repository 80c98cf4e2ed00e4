using System.Globalization;

namespace BudgetEnforcement;

/// <summary>Money as people read it, the same under every culture: <c>$110.00</c>, <c>-$0.0035</c>, <c>EUR 110.00</c>.</summary>
internal static class MoneyText
{
    internal const string DefaultCurrency = "USD";

    // At least two decimals, and at most the 28 of decimal.
    private const string Format = "0.00##########################";

    private const int ReadableDecimals = 6;
    private const int MostDecimals = 28;

    internal static string Of(decimal amount, string currency)
    {
        var sign = amount < 0 ? "-" : string.Empty;
        var symbol = currency switch { DefaultCurrency => "$", "" => string.Empty, _ => currency + " " };
        return sign + symbol + Math.Abs(amount).ToString(Format, CultureInfo.InvariantCulture);
    }

    /// <summary>The same with no more decimals than people can read at a glance; see <see cref="Readable"/>.</summary>
    internal static string ReadableOf(decimal amount, string currency)
    {
        TryRound(amount, out var rounded);
        return Of(rounded, currency);
    }

    /// <summary>A number for a text that people read at a glance: unchanged, unless it has more decimals than people can read.</summary>
    /// <returns>
    /// The number with at most six decimals; below 1, six beyond its first significant decimal, so that the price of a token does not
    /// become 0. A rounded number is rounded to nearest, halves away from zero, and has at least two decimals.
    /// </returns>
    internal static string Readable(decimal number) => TryRound(number, out var rounded)
        ? rounded.ToString(Format, CultureInfo.InvariantCulture)
        : number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether a number has more decimals than people can read.</summary>
    internal static bool IsUnreadable(decimal number) => TryRound(number, out _);

    private static bool TryRound(decimal number, out decimal rounded)
    {
        rounded = number;
        if (number.Scale <= ReadableDecimals)
            return false;
        var decimals = Math.Min(MostDecimals, ReadableDecimals + LeadingZeros(number));
        if (number.Scale <= decimals)
            return false;
        rounded = decimal.Round(number, decimals, MidpointRounding.AwayFromZero);
        return true;
    }

    /// <summary>The place of the first significant decimal of an amount between 0 and 1; 0 of any other.</summary>
    private static int LeadingZeros(decimal number)
    {
        var place = 0;
        for (var rest = Math.Abs(number); rest is > 0m and < 1m; rest *= 10m)
            place++;
        return place;
    }
}
