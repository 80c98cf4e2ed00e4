using System.Globalization;
using BudgetEnforcement.Tool.Replay.Numbers;

namespace BudgetEnforcement.Tool.Replay.Guesses;

/// <summary>
/// Finds the column of the cost, where it was not named: the only one that has a name of money and numbers beneath. Where there are several, or where
/// a tax or a unit beside it leaves open what it is, the user is asked.
/// </summary>
/// <param name="Column">The column; null where it is not clear.</param>
/// <param name="Candidates">The columns that may be it.</param>
internal sealed record CostGuess(string? Column, IReadOnlyList<string> Candidates)
{
    private const int MostValues = 400;

    internal static readonly CostGuess None = new(null, []);

    /// <param name="header">The names of the columns.</param>
    /// <param name="rows">Rows beneath it; none where there are none.</param>
    /// <param name="culture">How numbers are written; null where that is not known.</param>
    internal static CostGuess Of(string[] header, IReadOnlyList<string[]> rows, CultureInfo? culture)
    {
        var words = header.Select(HeaderWords.Of).ToArray();
        var found = Enumerable.Range(0, header.Length).Where(column => MayBeCost(header[column], words[column], Values(rows, column), culture)).ToArray();
        if (found.Length == 0)
            return None;

        // Beside a total, a cost may be that of one piece.
        var totals = Enumerable.Range(0, header.Length).Where(column => !found.Contains(column) && CostNames.IsTotal(words[column]) && Values(rows, column).Any(NumberReader.IsNumber));
        string[] names = [.. found.Concat(totals).Select(column => header[column])];
        if (names.Length > found.Length)
            return new CostGuess(null, names);
        var clear = found is [var only] ? CostNames.IsHalf(words[only]) ? -1 : only : Whole(found, words);
        if (clear < 0 || CostUnits.IsIn(header[clear]) || IsBesideNumbersWithoutAName(header, clear, rows) || header.Count(name => name == header[clear]) > 1 || HasTax(header, words, rows, culture) || IsQuantity(words, clear, rows))
            return new CostGuess(null, names);
        return new CostGuess(header[clear], names);
    }

    /// <summary>The only column that is called a cost and nothing else. Its values are not looked at here: an error in one is told at its row.</summary>
    internal static string? ByNameOnly(string[] header) => header.Where(name => HeaderWords.Of(name) is { Length: > 0 } words && CostNames.IsMoney(words) && CostNames.IsWhole(words)).ToArray() is [var only] ? only : null;

    /// <summary>Whether one of these names of columns is one of money.</summary>
    internal static bool HasName(string[] header) => Array.Exists(header, name => HeaderWords.Of(name) is var words && (CostNames.IsMoney(words) || CostNames.IsTotal(words)));

    private static bool MayBeCost(string name, string[] words, IEnumerable<string> values, CultureInfo? culture)
    {
        var isTotal = CostNames.IsTotal(words);
        if (!isTotal && !CostNames.IsMoney(words))
            return false;

        int numbers = 0, others = 0;
        var hasCurrency = name.AsSpan().ContainsAny("$€£") || Array.Exists(words, HeaderWords.IsCode);
        foreach (var value in values.Take(MostValues).Where(value => value.Length > 0 && !Rows.NoCostWords.TryFind(value, out _)))
        {
            // Each number is read by itself: that they do not agree is told when the rows are read.
            var problem = new NumberReader(culture, pointIsDecimal: true).ReadAmount(value, out var amount);
            numbers += problem is NumberProblem.NotANumber ? 0 : 1;
            others += problem is NumberProblem.NotANumber ? 1 : 0;
            hasCurrency |= amount.Currency is not null;
        }

        return numbers >= others && (!isTotal || hasCurrency);
    }

    // Of inputCost, outputCost and totalCost the last is all of it.
    private static int Whole(int[] found, string[][] words) =>
        found.Where(column => CostNames.IsWhole(words[column])).ToArray() is [var whole] && Array.TrueForAll(found, column => column == whole || CostNames.IsPart(words[column]))
            ? whole
            : -1;

    // No header says whether the tax beside an amount is within it.
    private static bool HasTax(string[] header, string[][] words, IReadOnlyList<string[]> rows, CultureInfo? culture) =>
        Enumerable.Range(0, header.Length).Any(column => CostNames.IsTax(words[column]) && Values(rows, column).Take(MostValues).Any(value =>
            new NumberReader(culture, pointIsDecimal: true).ReadAmount(value, out var amount) is NumberProblem.None && amount.Value != 0m));

    // An amount beside a unit is one of hours or gigabytes, unless the units are currencies; beside the price of one it may be how many there are.
    private static bool IsQuantity(string[][] words, int cost, IReadOnlyList<string[]> rows) =>
        words[cost] is ["amount" or "montant" or "importe" or "importo" or "valor"]
        && Enumerable.Range(0, words.Length).Any(column => CostNames.IsUnit(words[column])
            ? Values(rows, column).Any(unit => unit.Length > 0 && Currencies.LengthAtStart(unit) != unit.Length)
            : CostNames.IsPrice(words[column]) && !Array.Exists(words, CostNames.IsCount) && Values(rows, column).Any(NumberReader.IsNumber));

    // In 10,50 without quotes the decimals are in a column of their own.
    private static bool IsBesideNumbersWithoutAName(string[] header, int cost, IReadOnlyList<string[]> rows) =>
        cost + 1 < header.Length && header[cost + 1].Length == 0 && Values(rows, cost + 1).Any(NumberReader.IsNumber);

    private static IEnumerable<string> Values(IReadOnlyList<string[]> rows, int column) => rows.Select(row => row[column]);
}
