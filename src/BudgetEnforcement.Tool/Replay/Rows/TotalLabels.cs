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
        "gesamtergebnis", "teilergebnis", "rechnungsbetrag", "rechnungssumme", "zahlbetrag", "zu zahlen", "sous-total", "sous total", "net à payer", "montant à payer", "totale complessivo",
        "importe total", "valor total", "eindtotaal", "subtotaal", "razem", "do zapłaty", "celkem", "spolu", "yhteensä", "i alt", "totalt", "summa", "sum total", "att betala", "at betale", "toplam",
        "genel toplam", "összesen", "σύνολο", "итого", "всего", "合計", "合计", "总计", "總計", "小計", "小计", "総額", "总额", "総計", "共计", "합계", "총계", "소계", "المجموع", "الإجمالي", "कुल", "Σ",
        "amount due", "balance due", "amount payable", "net payable", "invoice amount",

        // Amounts that are carried over from other rows or bills, and labels that say something about such rows.
        "übertrag", "vortrag", "saldovortrag", "anfangssaldo", "endsaldo", "schlusssaldo", "carried forward", "brought forward", "balance forward", "opening balance", "closing balance",
        "previous balance", "average", "mean", "median", "durchschnitt", "mittelwert", "moyenne", "minimum", "maximum", "row count", "remaining", "remaining budget",
    };

    // The first two bytes of most fields show that they are none.
    private static readonly bool[] Beginnings = BeginningsOf(Words);

    /// <summary>Whether a field says of a total, with other words or without: <c>Service total</c>.</summary>
    internal static bool IsTotal(ReadOnlySpan<byte> field) => TryRead(field, out var text) && (Words.Contains(text) || Total().IsMatch(text));

    /// <summary>Whether a field says nothing but that it is a total.</summary>
    internal static bool IsOnlyTotal(ReadOnlySpan<byte> field) => TryRead(field, out var text) && (Words.Contains(text) || OnlyTotal().IsMatch(text));

    /// <summary>Whether a field that says of a total has hardly another word: <c>March total</c>.</summary>
    internal static bool IsShort(ReadOnlySpan<byte> field) => field.Trim((byte)' ').Count((byte)' ') <= 1;

    private static bool TryRead(ReadOnlySpan<byte> field, out string text)
    {
        text = "";
        if (field.Length is < 2 or > MostBytes || !MayBe(field))
            return false;
        text = Encoding.UTF8.GetString(field).Trim().TrimEnd(':').TrimEnd();
        return true;
    }

    // Nearly no field is one, and its bytes already show that.
    private static bool MayBe(ReadOnlySpan<byte> field) =>
        field.IndexOf("otal"u8) >= 0 || field.IndexOf("OTAL"u8) >= 0 || field[0] is (byte)' ' or >= 0x80 || Beginnings[(field[0] << 8) | field[1]];

    private static bool[] BeginningsOf(IEnumerable<string> words)
    {
        var beginnings = new bool[1 << 16];
        foreach (var word in words)
        {
            foreach (var first in (char[])[word[0], char.ToUpperInvariant(word[0])])
            {
                foreach (var second in word.Length > 1 ? (char[])[word[1], char.ToUpperInvariant(word[1])] : [])
                {
                    var bytes = Encoding.UTF8.GetBytes([first, second]);
                    beginnings[(bytes[0] << 8) | bytes[1]] = true;
                }
            }
        }

        return beginnings;
    }

    [GeneratedRegex(@"^(grand|sub|sub-|overall)?\s*totals?\b|\btotals?$|^(summe|gesamt|gesamtsumme|zwischensumme|sous-total|razem|celkem|summa)\s", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Total();

    [GeneratedRegex(@"^(grand|sub|sub-|overall)?\s*totals?$|^totals?\s(for|of)\b|^(summe|zwischensumme|sous-total)\s", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OnlyTotal();
}
