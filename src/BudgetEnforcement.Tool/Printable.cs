using System.Globalization;
using System.Text;

namespace BudgetEnforcement.Tool;

/// <summary>Text of others as it may be shown on a terminal: characters that move the cursor or turn the writing round are escaped.</summary>
internal static class Printable
{
    private const int Most = 80;

    /// <summary>The text in quotes, escaped and cut.</summary>
    internal static string Quote(string text) => $"'{Of(text)}'";

    /// <summary>The text, escaped and cut.</summary>
    internal static string Of(string text, int most = Most)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.AsSpan(0, Math.Min(text.Length, most + 1)).EnumerateRunes())
        {
            if (shown.Length >= most)
                return shown.Append('…').ToString();
            if (IsPrintable(rune))
                shown.Append(rune.ToString());
            else
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
        }

        return shown.ToString();
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate);
}
