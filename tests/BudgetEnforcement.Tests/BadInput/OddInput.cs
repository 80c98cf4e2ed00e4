using System.Globalization;
using CsCheck;

namespace BudgetEnforcement.Tests.BadInput;

/// <summary>A label and whether every character of it may be printed, known from how it was made.</summary>
internal sealed record Label(string? Value, bool IsPrintable)
{
    internal bool IsValid(int longest, bool spaces) =>
        Value is null || (IsPrintable && Value.Length <= longest && Value.Trim(' ').Length > 0 && (spaces || !Value.Contains(' ', StringComparison.Ordinal)));

    public override string ToString() => Value is null ? "null" : '"' + Readable.Escape(Value.Length > 40 ? Value[..40] + "…" : Value) + '"';
}

/// <summary>Input that callers send without meaning to.</summary>
internal static class OddInput
{
    private static readonly string[] Good = ["a", "Z9", " ", "é", "名", "😀", "{0}", "{Spent}", "'", "\"", "\\u0041", "٣", "-", "%n", "<b>"];

    // Control, bidirectional and invisible characters, separators, halves of pairs, private use, never assigned.
    private static readonly string[] Bad =
    [
        "\0", "\a", "\b", "\t", "\n", "\r\n", "\u001b[31m", "\u007f", "\u0085", "\u00a0", "\u00ad", "\u061c", "\u200b", "\u200d", "\u200e", "\u200f",
        "\u2028", "\u2029", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2060", "\u2066", "\u2067", "\u2068", "\u2069", "\u3000", "\ufeff",
        "\ud83d", "\ude00", "\ue000", "\uffff", "\U000e0041", "\U000f0000", "\u0378",
    ];

    private static readonly Gen<decimal> Bits = Gen.Select(Gen.Int, Gen.Int, Gen.Int, Gen.Bool, Gen.Byte[0, 28]).Select(
        (low, middle, high, isNegative, scale) => new decimal(low, middle, high, isNegative, scale));

    /// <summary>Negative, huge, tiny, −0 of every scale, any bits, and now and then a plausible amount.</summary>
    internal static readonly Gen<decimal> Money = Gen.Frequency(
        (3, Gen.OneOfConst(0m, -0m, -Budgets.Unit, Budgets.Unit, decimal.MinValue, decimal.MaxValue, -1m, 1m, 10m, 69.9999m, 70m, 70m + Budgets.Unit, 80m)),
        (1, Gen.Byte[0, 28].Select(scale => new decimal(0, 0, 0, isNegative: true, scale))),
        (1, Gen.Int[-10_000, 10_000].Select(cents => cents / 100m)),
        (3, Bits));

    internal static readonly Gen<double> Portion = Gen.Frequency(
        (3, Gen.OneOfConst(
            double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 0.0, -double.Epsilon, double.Epsilon, 0.01, 0.5, 1.0, double.MaxValue, double.MinValue)),
        (1, Gen.OneOfConst(Math.BitIncrement(1.0), Math.BitDecrement(1.0), Math.BitDecrement(0.01))),
        (1, Gen.Double[-1, 2]),
        (1, Gen.Double));

    internal static readonly Gen<TimeSpan> Time = Gen.Frequency(
        (2, Gen.OneOfConst(TimeSpan.Zero, TimeSpan.MinValue, TimeSpan.MaxValue, Timeout.InfiniteTimeSpan, TimeSpan.FromTicks(-1), TimeSpan.FromTicks(999_999))),
        (2, Gen.OneOfConst(CostMeterOptions.ShortestSlice, CostMeterOptions.LongestSlice, TimeSpan.FromSeconds(5), TimeSpan.FromTicks(36_000_000_001))),
        (1, Gen.Long.Select(TimeSpan.FromTicks)));

    internal static readonly Gen<Label> Text = Gen.Frequency(
        (1, Gen.OneOfConst(new Label(null, true), new Label(string.Empty, true), new Label("   ", true), new Label(new string('x', 100_000), true))),
        (1, Gen.Select(Gen.OneOfConst(Good), Gen.Int[15, 130]).Select((piece, times) => new Label(string.Concat(Enumerable.Repeat(piece, times)), true))),
        (3, Gen.OneOfConst(Good).Array[1, 6].Select(pieces => new Label(string.Concat(pieces), true))),
        (3, Gen.Select(Gen.OneOfConst(Good).Array[0, 3], Gen.OneOfConst(Bad), Gen.OneOfConst(Good).Array[0, 3]).Select(
            (before, bad, after) => new Label(string.Concat(before) + bad + string.Concat(after), false))),
        (1, Gen.Select(Gen.OneOfConst(Bad), Gen.Int[100, 200]).Select((bad, times) => new Label(string.Concat(Enumerable.Repeat(bad, times)), bad is "\ud83d\ude00"))));

    internal static Gen<T> Named<T>()
        where T : struct, Enum => Gen.OneOfConst([.. Enum.GetValues<T>()]);

    /// <summary>The named values of an enum, and numbers without a name.</summary>
    internal static Gen<T> Any<T>()
        where T : struct, Enum => Gen.Frequency(
            (2, Named<T>()), (1, Gen.OneOfConst(-1, int.MinValue, int.MaxValue, 99).Select(number => (T)Enum.ToObject(typeof(T), number))));

    /// <summary>Cultures with other digits, signs and separators; the last ones exist nowhere and are as bad as they can be.</summary>
    internal static readonly Gen<CultureInfo> Culture = Gen.OneOfConst(
        [
            .. new[] { string.Empty, "en-US", "de-DE", "de-CH", "fr-FR", "sv-SE", "tr-TR", "ar-SA", "ar-EG", "fa-IR", "hi-IN", "th-TH", "he-IL", "my-MM" }
                .Select(name => new CultureInfo(name)),
            Invented("\u202e", "\n", "x"),
            Invented("٫", "٬", "\u061c-"),
        ]);

    private static CultureInfo Invented(string point, string group, string minus)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = culture.NumberFormat.PercentDecimalSeparator = point;
        culture.NumberFormat.NumberGroupSeparator = culture.NumberFormat.PercentGroupSeparator = group;
        culture.NumberFormat.NegativeSign = minus;
        culture.NumberFormat.NaNSymbol = "\u2067NaN";
        culture.NumberFormat.NativeDigits = ["٠", "١", "٢", "٣", "٤", "٥", "٦", "٧", "٨", "٩"];
        culture.DateTimeFormat.DateSeparator = culture.DateTimeFormat.TimeSeparator = "\u2028";
        return culture;
    }
}
