using System.Text.RegularExpressions;
using BudgetEnforcement.Tool.Replay.Numbers;

namespace BudgetEnforcement.Tool.Replay.Guesses;

/// <summary>Names of columns that say a unit which is no currency: <c>Cost (points)</c>, <c>cost_cents</c>, <c>Kosten in TEUR</c>, <c>cost/hour</c>.</summary>
internal static partial class CostUnits
{
    // Parts and multiples of currencies, times, sizes and counts.
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "cent", "cents", "ct", "cts", "eurocent", "eurocents", "pence", "penny", "pennies", "paise", "centavos", "céntimos", "centimes", "rappen", "öre", "øre", "grosze", "minor", "subunits",
        "micro", "micros", "nano", "nanos", "milli", "ticks", "hundred", "hundreds", "thousand", "thousands", "million", "millions", "billion", "billions", "tsd", "mio", "mrd", "k", "m", "t",
        "mm", "mn", "bn", "lakh", "lakhs", "crore", "crores", "hour", "hours", "minute", "minutes", "seconds", "ms", "h", "gb", "tb", "kwh", "points", "requests", "bps",
    };

    // Words in parentheses that say something of money beside its currency.
    private static readonly HashSet<string> Remarks = new(StringComparer.Ordinal)
    {
        "net", "gross", "netto", "brutto", "excl", "incl", "excluding", "including", "ex", "inc", "exclusive", "inclusive", "without", "with", "before", "after", "of", "in", "to", "you", "total",
        "tax", "taxes", "vat", "gst", "mwst", "ust", "ht", "ttc", "hors", "toutes", "taxe", "iva", "moms", "us", "dollar", "dollars", "euro", "euros", "pounds", "yen", "rs", "rupees", "kr", "zł", "fr",
        "local", "billing", "currency", "billed", "actual", "amortized", "blended", "unblended", "estimated", "utc", "円", "元", "税抜", "税込", "税別", "税抜き", "税込み",
    };

    internal static bool IsOther(string word) => Others.Contains(word) || SmallOrLarge().IsMatch(word);

    /// <summary>Whether a name says a unit that is no currency, by its signs, behind a slash, or in parentheses.</summary>
    internal static bool IsIn(string name)
    {
        if (name.AsSpan().ContainsAny("%¢‰") || Exponent().IsMatch(name))
            return true;
        if (name.LastIndexOf('/') is > 0 and var slash && HeaderWords.Of(name[(slash + 1)..]) is { Length: > 0 } behind && !CostNames.IsMoney(behind))
            return true;
        return InParentheses().Matches(name).Select(match => match.Groups[1].Value.Trim()).Any(remark =>
            Currencies.LengthAtStart(remark) != remark.Length && !Array.TrueForAll(HeaderWords.Of(remark), word => Remarks.Contains(word) || HeaderWords.IsCode(word)));
    }

    [GeneratedRegex(@"^(micro|nano|milli|u)(usd|eur|gbp|dollars?|euros?|cents?)$|^[tkm](usd|eur|gbp|chf|sek|nok|dkk|pln|czk)$")]
    private static partial Regex SmallOrLarge();

    [GeneratedRegex("(_|\\b)[eE][1-9]$")]
    private static partial Regex Exponent();

    [GeneratedRegex(@"[(\[（]([^()\[\]（）]+)[)\]）]")]
    private static partial Regex InParentheses();
}
