using BudgetEnforcement.Tool.Replay.Files;
using BudgetEnforcement.Tool.Replay.Numbers;

namespace BudgetEnforcement.Tool.Replay.Guesses;

/// <summary>Finds the column with the currency of the cost, where it was not named.</summary>
internal static class CurrencyGuess
{
    private static readonly string[] Names = ["currency", "währung", "waehrung", "devise", "moneda", "valuta", "monnaie", "waluta", "moeda", "divisa", "měna", "валюта", "通貨", "货币", "币种"];
    private static readonly string[] ShortNames = ["ccy", "cur", "curr", "whg", "wkz"];

    /// <summary>
    /// The index of the column that has such a name; -1 where there is none, or where several have one and it is not known which is meant.
    /// </summary>
    internal static int Of(TableLayout layout)
    {
        int[] found = [.. Enumerable.Range(0, layout.Header.Length).Where(column => IsName(layout.Header[column]) && HasCurrencies(layout, column))];
        if (found.Length == 0)
            return Enumerable.Range(0, layout.Header.Length).Where(column => HasOnlyCodes(layout, column)).ToArray() is [var coded] ? coded : -1;
        int[] plain = [.. found.Where(column => HeaderWords.Of(layout.Header[column]) is [_] or [_, "code"])];
        int[] billing = [.. found.Where(column => HeaderWords.Of(layout.Header[column]).Contains("billing"))];
        return found is [var only] ? only : plain is [var name] ? name : billing is [var billed] ? billed : -1;
    }

    private static bool IsName(string header) =>
        HeaderWords.Of(header) is var words
        && ((words is [var first, ..] and { Length: <= 2 } && ShortNames.Contains(first))
            || Array.Exists(words, word => Array.Exists(Names, name => word.StartsWith(name, StringComparison.Ordinal) || word.EndsWith(name, StringComparison.Ordinal))));

    // A column with codes and nothing else is a column of currencies under any name.
    private static bool HasOnlyCodes(TableLayout layout, int column) =>
        layout.Values(column).Where(value => value.Length > 0).ToArray() is { Length: > 0 } values && Array.TrueForAll(values, value => value.Length == 3 && HeaderWords.CodeIn(value) is not null);

    // CostInBillingCurrency has such a name too, and has amounts.
    private static bool HasCurrencies(TableLayout layout, int column) => !layout.Values(column).Any(NumberReader.IsNumber);
}
