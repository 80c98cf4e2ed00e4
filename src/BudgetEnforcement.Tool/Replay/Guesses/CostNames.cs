namespace BudgetEnforcement.Tool.Replay.Guesses;

/// <summary>Names of columns that may be the cost of a row.</summary>
internal static class CostNames
{
    private static readonly string[] Money =
    [
        "cost", "costs", "amount", "spend", "spent", "charge", "charges", "betrag", "beträge", "kosten", "montant", "coût", "cout", "coûts", "importe", "importo", "coste",
        "costo", "custo", "bedrag", "koszt", "kwota", "belopp", "beløb", "kostnad", "金額", "金额", "费用", "料金",
    ];

    private static readonly HashSet<string> Totals = new(StringComparer.Ordinal) { "total", "totals", "gesamt", "summe", "totale", "totaal", "合計" };

    // Not what was spent by a row: what it is called, an amount for each of something, a sum up to now, a plan, a part, another unit.
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "center", "centre", "type", "typ", "category", "code", "id", "name", "description", "source", "kind", "status", "allocation",
        "unit", "per", "rate", "price", "list", "listed", "usage", "quantity", "count", "percent", "percentage", "pct", "share", "change", "delta", "diff", "difference",
        "cumulative", "cumulated", "running", "todate", "mtd", "ytd", "average", "avg", "mean", "median", "max", "min", "maximum", "minimum",
        "limit", "budget", "budgeted", "forecast", "forecasted", "planned", "projected", "threshold", "balance", "remaining", "previous", "prior", "last",
        "tax", "vat", "gst", "mwst", "ust", "steuer", "tva", "iva", "moms", "saving", "savings", "saved", "discount", "discounts", "credit", "credits", "refund", "refunds", "rebate",
        "cent", "cents", "micro", "micros", "nano", "nanos", "milli", "token", "tokens", "hundred", "hundreds", "thousand", "thousands", "million", "millions", "tsd", "mio", "k", "m",
    };

    private static readonly HashSet<string> Parts = new(StringComparer.Ordinal)
    {
        "input", "output", "prompt", "completion", "cache", "cached", "read", "write", "creation", "reasoning", "audio", "image", "search", "tool", "inference", "processing",
    };

    private static readonly HashSet<string> Fillers = new(StringComparer.Ordinal) { "calculated", "overall", "our", "your", "in" };

    private static readonly HashSet<string> Taxes = new(StringComparer.Ordinal) { "tax", "taxes", "vat", "gst", "mwst", "ust", "steuer", "tva", "iva", "moms" };

    private static readonly HashSet<string> Units = new(StringComparer.Ordinal) { "unit", "units", "uom", "einheit", "unité" };

    /// <summary>Whether a name is one of money: a cost, an amount, or nothing but a currency.</summary>
    internal static bool IsMoney(string[] words) =>
        words.Length > 0 && !Array.Exists(words, Others.Contains) && (Array.Exists(words, IsMoneyWord) || Array.TrueForAll(words, HeaderWords.IsCode));

    /// <summary>Whether a name is a total of the row, which is one of money only where a currency stands beside it.</summary>
    internal static bool IsTotal(string[] words) =>
        Array.Exists(words, Totals.Contains) && Array.TrueForAll(words, word => Totals.Contains(word) || HeaderWords.IsCode(word));

    /// <summary>Whether a name of money is one of all that a row costs, and not of some part: <c>total_cost</c> and not <c>input_cost</c>.</summary>
    internal static bool IsWhole(string[] words) =>
        Array.TrueForAll(words, word => Totals.Contains(word) || Fillers.Contains(word) || HeaderWords.IsCode(word) || Array.IndexOf(Money, word) >= 0);

    internal static bool IsPart(string[] words) => Array.Exists(words, Parts.Contains);

    internal static bool IsTax(string[] words) => Array.Exists(words, Taxes.Contains);

    internal static bool IsUnit(string[] words) => words is [var only] && Units.Contains(only);

    // Nettobetrag and totalcost end with it.
    private static bool IsMoneyWord(string word) => Array.Exists(Money, money => word.EndsWith(money, StringComparison.Ordinal));
}
