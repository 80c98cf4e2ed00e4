using System.Globalization;
using System.Text;

namespace BudgetEnforcement.AspNetCore;

/// <summary>Makes texts of users fit to be shown: nothing in them is invisible or turns the direction of reading around.</summary>
internal static class SafeText
{
    private const int Longest = 128;

    /// <summary>The text in quotes, as <see cref="Of(string)"/> shows it.</summary>
    internal static string Quote(string text) => $"'{Of(text)}'";

    /// <summary>
    /// The text, shortened, with every character that people cannot see written as its code: controls, marks of direction and format, lone
    /// halves of pairs.
    /// </summary>
    internal static string Of(string text) => Of(text, Longest);

    /// <summary>As <see cref="Of(string)"/>, and not shortened: for what is not shown alone, such as an address.</summary>
    internal static string OfWhole(string text) => Of(text, int.MaxValue);

    private static string Of(string text, int longest)
    {
        var shown = new StringBuilder(Math.Min(text.Length, Longest) + 8);
        for (var i = 0; i < text.Length; i++)
        {
            if (i >= longest)
                return shown.Append('…').ToString();
            if (Rune.TryGetRuneAt(text, i, out var rune) && IsShown(rune))
            {
                shown.Append(text, i, rune.Utf16SequenceLength);
                i += rune.Utf16SequenceLength - 1;
            }
            else
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:X4}");
            }
        }

        return shown.ToString();
    }

    private static bool IsShown(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or
        UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or
        UnicodeCategory.SpaceSeparator);
}
