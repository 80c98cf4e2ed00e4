namespace BudgetEnforcement.Tool.Replay.Guesses;

/// <summary>Names of columns that may be the cost of a row.</summary>
internal static class CostNames
{
    private static readonly string[] EnglishMoney = ["cost", "costs", "amount", "spend", "spent", "charge", "charges", "金額", "金额", "费用", "料金"];

    private static readonly string[] Money =
    [
        "cost", "costs", "amount", "spend", "spent", "charge", "charges", "betrag", "beträge", "kosten", "montant", "coût", "cout", "coûts", "importe", "importo", "coste",
        "costo", "custo", "bedrag", "koszt", "kwota", "belopp", "beløb", "kostnad", "金額", "金额", "费用", "料金",
    ];

    private static readonly HashSet<string> Totals = new(StringComparer.Ordinal) { "total", "totals", "gesamt", "summe", "totale", "totaal", "合計" };

    // Words for columns that are not the cost of a row: a name, an amount for each of something, a sum up to now, a plan, a part, another unit.
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "center", "centre", "type", "typ", "category", "code", "id", "name", "description", "source", "kind", "status", "allocation",
        "unit", "per", "rate", "price", "list", "listed", "usage", "quantity", "count", "percent", "percentage", "pct", "share", "change", "delta", "diff", "difference",
        "cumulative", "cumulated", "running", "todate", "mtd", "ytd", "average", "avg", "mean", "median", "max", "min", "maximum", "minimum",
        "limit", "budget", "budgeted", "forecast", "forecasted", "planned", "projected", "threshold", "balance", "remaining", "previous", "prior", "last",
        "tax", "vat", "gst", "mwst", "ust", "steuer", "tva", "iva", "moms", "saving", "savings", "saved", "discount", "discounts", "credit", "credits", "refund", "refunds", "rebate",
        "token", "tokens", "baseline", "avoidance", "index", "rank", "score", "ratio", "growth", "trend", "variance", "battery",
        "each", "hourly", "piece", "pro", "je", "par", "por", "stück", "einzel", "unitaire", "unitario", "unitaria", "unitário", "unitária", "jednostkowa", "jednostkowy",
        "accumulated", "cum", "far", "kumuliert", "kumulierte", "cumulé", "cumulée", "acumulado", "acumulada", "soll",
    };

    // The beginnings of words that end with the word for money.
    private static readonly HashSet<string> OtherBeginnings = new(StringComparer.Ordinal)
    {
        "stück", "einzel", "plan", "soll", "budget", "rest", "steuer", "mwst", "ust", "umsatzsteuer", "mehrwertsteuer", "rabatt", "skonto", "gutschrifts", "durchschnitts",
    };

    private static readonly HashSet<string> Parts = new(StringComparer.Ordinal)
    {
        "input", "output", "prompt", "completion", "cache", "cached", "read", "write", "creation", "reasoning", "audio", "image", "search", "tool", "inference", "processing",
    };

    // Each of these names a part beside which there is always another.
    private static readonly HashSet<string> Halves = new(StringComparer.Ordinal) { "input", "output", "prompt", "completion", "cache", "cached", "reasoning" };

    private static readonly HashSet<string> Fillers = new(StringComparer.Ordinal) { "calculated", "overall", "our", "your", "in" };

    private static readonly HashSet<string> Taxes = new(StringComparer.Ordinal) 
    {
        "tax", "taxes", "salestax", "vat", "gst", "cgst", "sgst", "igst", "hst", "cess", "mwst", "ust", "steuer", "umsatzsteuer", "mehrwertsteuer", "tva", "iva", "moms", "btw", "kdv", "dph",
        "imposto", "impuesto", "imposta", "podatek", "消費税", "消費税額", "税額", "税额", "增值税", "fee", "fees", "surcharge", "surcharges",
    };

    private static readonly HashSet<string> Units = new(StringComparer.Ordinal) { "unit", "units", "uom", "measure", "einheit", "unité", "unidad", "unidade", "单位", "単位" };

    private static readonly HashSet<string> Prices = new(StringComparer.Ordinal) { "price", "rate", "preis", "einzelpreis", "stückpreis", "prix", "precio", "preço", "prezzo", "cena", "単価", "单价" };

    /// <summary>Whether a name is one of money: a cost, an amount, or nothing but a currency.</summary>
    internal static bool IsMoney(string[] words) =>
        words.Length > 0 && !Array.Exists(WithoutRemarks(words), IsOther) && !IsTimeSpent(words)
        && (Array.Exists(words, IsMoneyWord) || (Array.TrueForAll(words, HeaderWords.IsCode) && words.Distinct().Count() == 1));

    /// <summary>Whether a name is a total of the row, which is one of money only where a currency stands beside it.</summary>
    internal static bool IsTotal(string[] words) =>
        Array.Exists(words, Totals.Contains) && Array.TrueForAll(words, word => Totals.Contains(word) || HeaderWords.IsCode(word));

    /// <summary>Whether a name of money is one of all that a row costs, and not of some part: <c>total_cost</c> and not <c>input_cost</c>.</summary>
    internal static bool IsWhole(string[] words) =>
        Array.TrueForAll(words, word => Totals.Contains(word) || Fillers.Contains(word) || HeaderWords.IsCode(word) || Array.IndexOf(Money, word) >= 0);

    /// <summary>Whether a name is one of a part of the cost; an amount that is paid to another company as well is none.</summary>
    internal static bool IsPart(string[] words) => Array.Exists(words, Parts.Contains) && !words.Contains("upstream") && !words.Contains("byok");

    /// <summary>Whether a name is one of a part that never is all of the cost: <c>input_cost</c>.</summary>
    internal static bool IsHalf(string[] words) => Array.Exists(words, Halves.Contains);

    internal static bool IsTax(string[] words) => Array.Exists(WithoutRemarks(words), Taxes.Contains);

    internal static bool IsUnit(string[] words) => words is [var only] && Units.Contains(only) || words is ["unit", "of", ..];

    /// <summary>Whether a name is one of a price of one piece.</summary>
    internal static bool IsPrice(string[] words) => Array.Exists(words, Prices.Contains) && !Array.Exists(words, Totals.Contains);

    /// <summary>Whether a name is one of money in the language of a country that writes a comma before decimals.</summary>
    internal static bool IsForeign(string[] words) => Array.Exists(words, word => IsMoneyWord(word) && !Array.Exists(EnglishMoney, money => word.EndsWith(money, StringComparison.Ordinal)));

    /// <summary>Whether a name is one of how many there are.</summary>
    internal static bool IsCount(string[] words) => Array.Exists(words, word => word is "quantity" or "qty" or "count" or "menge" or "anzahl" or "quantité" or "cantidad" or "数量" or "usage");

    // "Cost excl. VAT" is no tax.
    private static string[] WithoutRemarks(string[] words) => words is [.., "excl" or "incl" or "excluding" or "including" or "ex" or "inc" or "before" or "without" or "ohne" or "zzgl" or "inkl", var tax]
        && Taxes.Contains(tax) ? words[..^2] : words;

    private static bool IsOther(string word) => Others.Contains(word) || CostUnits.IsOther(word)
        || Array.Exists(Money, money => word.EndsWith(money, StringComparison.Ordinal) && OtherBeginnings.Contains(word[..^money.Length]));

    private static bool IsTimeSpent(string[] words) => words.Contains("time") && (words.Contains("spent") || words.Contains("spend"));

    // Nettobetrag and totalcost end with it.
    private static bool IsMoneyWord(string word) => Array.Exists(Money, money => word.EndsWith(money, StringComparison.Ordinal));
}
