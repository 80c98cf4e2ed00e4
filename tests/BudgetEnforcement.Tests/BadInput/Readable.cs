using System.Globalization;
using System.Text;

namespace BudgetEnforcement.Tests.BadInput;

/// <summary>What may stand in a line of a log, and how to show what may not.</summary>
internal static class Readable
{
    /// <summary>Nothing that ends the line, moves the cursor, turns the direction around or cannot be seen.</summary>
    internal static bool IsSafe(string line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(line, i);
            if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
            {
                return false;
            }

            if (char.IsSurrogatePair(line, i))
                i++;
        }

        return true;
    }

    internal static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var character in text)
        {
            if (character is >= ' ' and <= '~' or '…')
                escaped.Append(character);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }

        return escaped.ToString();
    }
}
