using System.Globalization;

namespace BudgetEnforcement;

/// <summary>Money as people read it, the same under every culture: <c>$110.00</c>, <c>-$0.0035</c>, <c>EUR 110.00</c>.</summary>
internal static class MoneyText
{
    internal const string DefaultCurrency = "USD";

    // Two decimals at least, and as many more, up to the 28 of decimal, as the amount has.
    private const string Format = "0.00##########################";

    internal static string Of(decimal amount, string currency)
    {
        var sign = amount < 0 ? "-" : string.Empty;
        var symbol = currency == DefaultCurrency ? "$" : currency + " ";
        return sign + symbol + Math.Abs(amount).ToString(Format, CultureInfo.InvariantCulture);
    }
}
