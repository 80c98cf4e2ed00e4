using System.Globalization;

namespace BudgetEnforcement.Tests;

/// <summary>Decimals in attributes, which cannot hold them, and in sentences.</summary>
internal static class Text
{
    internal static decimal Decimal(string text) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);

    /// <summary>Runs a body under a culture and puts back the one before.</summary>
    internal static T Under<T>(string culture, Func<T> body)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            return body();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
