using System.Globalization;
using System.Numerics;
using System.Text;
using CsCheck;

namespace BudgetEnforcement.Tool.Tests.Replay;

/// <summary>One row as it was meant: its amount is exact.</summary>
/// <param name="Mantissa">The digits of the amount; below 0 for a credit.</param>
/// <param name="Scale">How many of them are decimals.</param>
/// <param name="Hour">Its time, in hours since the beginning of 2026.</param>
/// <param name="Style">A number that chooses how it is written.</param>
internal sealed record MeantRow(long Mantissa, int Scale, int Hour, int Style)
{
    internal bool IsBlank => Style % 11 == 0;

    internal bool IsWord => Style % 11 == 1;

    /// <summary>The amount in units of 10⁻²⁸, rounded up.</summary>
    internal BigInteger Units
    {
        get
        {
            if (IsBlank || IsWord)
                return 0;
            var shifted = Mantissa * BigInteger.Pow(10, 40 - Scale);
            var units = BigInteger.DivRem(shifted, BigInteger.Pow(10, 12), out var rest);
            return rest.Sign > 0 ? units + 1 : units;
        }
    }
}

/// <summary>A file as programs export it, in any of the many ways.</summary>
/// <param name="Rows">What it says.</param>
/// <param name="Style">A number that chooses how it is written.</param>
internal sealed record WrittenFile(MeantRow[] Rows, int Style)
{
    private static readonly string[] Words = ["Included", "-", "NULL", "n/a", "—"];

    internal static readonly Gen<WrittenFile> Any = Gen.Select(
        Gen.Select(Gen.Long[-2_000_000, 9_000_000_000_000_000], Gen.Frequency((6, Gen.Const(0)), (1, Gen.Const(1))), Gen.Int[0, 31], Gen.Int[0, 24 * 90], Gen.Int[0, 1 << 20])
            .Select((mantissa, small, scale, hour, style) => new MeantRow(small == 0 ? mantissa % 100_000 : mantissa, scale % (small == 0 ? 5 : 32), hour, style))
            .Array[1, 40],
        Gen.Int[0, 1 << 20]).Select((rows, style) => new WrittenFile(rows, style));

    internal char Delimiter => ",;\t|"[Style % 4];

    private bool HasDecimalComma => Style / 4 % 2 == 1;

    /// <summary>The culture that is named; null where the file must speak for itself.</summary>
    internal string? Culture => (Style / 8 % 2) == 0 ? null : HasDecimalComma ? "de-DE" : "en-US";

    internal bool IsPacked => Style / 16 % 5 == 0;

    internal byte[] Bytes
    {
        get
        {
            var text = new StringBuilder();
            var newLine = Style / 64 % 2 == 0 ? "\n" : "\r\n";
            if (Style / 128 % 3 == 0)
                text.Append("Usage of all teams").Append(newLine).Append(newLine).Append("\"a \"\"line\"\"\"").Append(Delimiter).Append(newLine);
            text.Append(string.Join(Delimiter, "What it was", "When", "Net amount")).Append(newLine);
            foreach (var row in Rows)
                text.Append(string.Join(Delimiter, Quoted("a, b; c", true), Quoted(TimeOf(row), false), Quoted(TextOf(row), (row.Style & 1) == 0))).Append(newLine);
            if (Style / 512 % 3 == 0)
                text.Append(newLine).Append("Generated without a care").Append(newLine);
            Encoding encoding = (Style / 2048 % 4) switch
            {
                0 => new UTF8Encoding(true),
                1 => new UnicodeEncoding(false, true),
                2 => new UnicodeEncoding(true, true),
                _ => new UTF8Encoding(false),
            };
            byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(text.ToString())];
            return IsPacked ? TemporaryFolder.Gzip(bytes) : bytes;
        }
    }

    private string Quoted(string text, bool always) => always || text.Contains(Delimiter, StringComparison.Ordinal) ? $"\"{text}\"" : text;

    private string TimeOf(MeantRow row)
    {
        var time = new DateTime(2026, 1, 1).AddHours(row.Hour);
        return time.ToString((Style / 8192 % 3) switch
        {
            0 => "yyyy-MM-ddTHH:mm:ss.fff'Z'",
            1 => "yyyy-MM-dd HH:mm:ss",
            _ => "yyyy-MM-dd HH:mm:ss 'UTC'",
        }, CultureInfo.InvariantCulture);
    }

    private string TextOf(MeantRow row)
    {
        if (row.IsBlank)
            return row.Style % 2 == 0 ? "" : " ";
        if (row.IsWord)
            return Words[row.Style / 11 % Words.Length];
        var digits = BigInteger.Abs(row.Mantissa).ToString(CultureInfo.InvariantCulture).PadLeft(row.Scale + 1, '0');
        var (whole, fraction) = (digits[..^row.Scale], digits[^row.Scale..]);

        // Without a named culture, the tool would ask about a file that can be read in two ways.
        if (Culture is null && fraction.Length == 3)
            fraction += "0";
        var isLong = row.Style / 11 % 7 == 0;
        if (isLong && Culture is null && !HasDecimalComma)
            return Signed(row, $"{row.Mantissa}e-{row.Scale}".TrimStart('-'));
        var isGrouped = row.Style / 11 % 3 == 0 && (Culture is not null || fraction.Length > 0);
        var text = (isGrouped ? Grouped(whole) : whole) + (fraction.Length > 0 ? (HasDecimalComma ? ',' : '.') + fraction : "");
        return Signed(row, text);
    }

    private string Grouped(string whole)
    {
        var text = new StringBuilder();
        for (var i = 0; i < whole.Length; i++)
        {
            if (i > 0 && (whole.Length - i) % 3 == 0)
                text.Append(HasDecimalComma ? '.' : ',');
            text.Append(whole[i]);
        }

        return text.ToString();
    }

    private static string Signed(MeantRow row, string text) => (row.Mantissa < 0, row.Style / 77 % 5) switch
    {
        (true, 0) => $"(${text})",
        (true, 1) => $"-${text}",
        (true, 2) => $"$-{text}",
        (true, _) => $"-{text}",
        (false, 0) => $"${text}",
        (false, 1) => $"USD {text}",
        (false, 2) => $"{text} USD",
        (false, 3) => $" {text} ",
        _ => text,
    };
}
