using BudgetEnforcement.Tool.Replay.Files;
using BudgetEnforcement.Tool.Replay.Numbers;

namespace BudgetEnforcement.Tool.Replay.Guesses;

/// <summary>
/// Whether a point may stand between thousands although commas separate the fields: where people of a country with a comma for decimals wrote the file.
/// </summary>
internal static class PointGuess
{
    /// <summary>Whether each point stands before three digits, as between thousands, in a column that has no English name or a sign behind its amounts.</summary>
    internal static bool IsDoubtful(TableLayout layout, int column)
    {
        string[] pointed = [.. layout.Values(column).Where(value => value.Contains('.', StringComparison.Ordinal))];
        return pointed.Length > 0
            && Array.TrueForAll(pointed, value => NumberShape.IsGroupedBy(Bare(value), '.'))
            && (CostNames.IsForeign(HeaderWords.Of(layout.Header[column])) || Array.Exists(pointed, value => value.Length > 0 && Currencies.LengthAtEnd(value) is > 0 and var behind && value[^behind..] is not "USD"));
    }

    private static string Bare(string value) => string.Concat(value.Where(character => char.IsAsciiDigit(character) || character is '.' or ','));
}
