using System.Globalization;

namespace BudgetEnforcement.Terminal;

/// <summary>Amounts as people read them: no more decimals than six beyond the first significant one. Output for programs has all decimals.</summary>
internal static class Readable
{
    /// <summary>Two decimals at least, and as many more as there are.</summary>
    internal const string Format = "0.00##########################";

    private const int FurtherDecimals = 6;
    private const int MostDecimals = 28;

    /// <summary>Rounded up: what was spent is not shown as less.</summary>
    internal static string Up(decimal amount) => Text(Round(amount, MidpointRounding.ToPositiveInfinity));

    /// <summary>Rounded down: what is left is not shown as more.</summary>
    internal static string Down(decimal amount) => Text(Round(amount, MidpointRounding.ToNegativeInfinity));

    internal static decimal Round(decimal amount, MidpointRounding rounding) => Math.Round(amount, MostDecimalsOf(amount), rounding);

    /// <summary>How many decimals of an amount are readable: six where there is something before the point.</summary>
    internal static int MostDecimalsOf(decimal amount)
    {
        var decimals = FurtherDecimals;
        for (var rest = Math.Abs(amount); rest is > 0m and < 1m && decimals < MostDecimals; rest *= 10m)
            decimals++;
        return decimals;
    }

    private static string Text(decimal amount) => amount.ToString(Format, CultureInfo.InvariantCulture);
}
