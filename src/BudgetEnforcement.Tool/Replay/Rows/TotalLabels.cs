using System.Text;
using System.Text.RegularExpressions;

namespace BudgetEnforcement.Tool.Replay.Rows;

/// <summary>Labels of rows that are the sum of others.</summary>
internal static partial class TotalLabels
{
    private const int MostBytes = 60;

    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "sum", "summe", "gesamt", "gesamtsumme", "insgesamt", "zwischensumme", "endbetrag", "gesamtbetrag", "somme", "suma", "soma", "totaal", "totaux", "totale",
        "итого", "всего", "合計", "合计", "总计", "總計", "小計",
    };

    /// <summary>Whether a field says of a total, with other words or without: <c>Service total</c>.</summary>
    internal static bool IsTotal(ReadOnlySpan<byte> field) => TryRead(field, out var text) && (Words.Contains(text) || Total().IsMatch(text));

    /// <summary>Whether a field says nothing but that it is a total.</summary>
    internal static bool IsOnlyTotal(ReadOnlySpan<byte> field) => TryRead(field, out var text) && (Words.Contains(text) || OnlyTotal().IsMatch(text));

    private static bool TryRead(ReadOnlySpan<byte> field, out string text)
    {
        text = "";
        if (field.Length is < 3 or > MostBytes || !MayBe(field))
            return false;
        text = Encoding.UTF8.GetString(field).Trim().TrimEnd(':').TrimEnd();
        return true;
    }

    // Nearly no field is one, and that is seen from its bytes.
    private static bool MayBe(ReadOnlySpan<byte> field) =>
        field.IndexOf("otal"u8) >= 0 || field.IndexOf("OTAL"u8) >= 0 || field[0] is (byte)'s' or (byte)'S' or (byte)'g' or (byte)'G' or (byte)'i' or (byte)'I'
            or (byte)'z' or (byte)'Z' or (byte)'e' or (byte)'E' or (byte)'t' or (byte)'T' or >= 0x80;

    [GeneratedRegex(@"^(grand|sub|sub-|overall)?\s*totals?\b|\btotals?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Total();

    [GeneratedRegex(@"^(grand|sub|sub-|overall)?\s*totals?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OnlyTotal();
}
