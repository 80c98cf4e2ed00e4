using System.Text;

namespace BudgetEnforcement.Tool.Replay.Guesses;

/// <summary>
/// The words of a column's name, in small letters: <c>costInUsd</c>, <c>cost_in_usd</c> and <c>Cost in USD</c> have the same. Digits are none, but <c>000</c> is
/// a thousand.
/// </summary>
internal static class HeaderWords
{
    // Codes that are no words of a language as well: "try" and "all" are.
    private static readonly HashSet<string> Codes = new(StringComparer.Ordinal)
    {
        "usd", "eur", "gbp", "chf", "jpy", "cny", "inr", "cad", "aud", "nzd", "sek", "nok", "dkk", "pln", "czk", "huf", "brl", "krw", "sgd", "hkd", "mxn", "zar", "ils",
    };

    internal static string[] Of(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var character = name[i];
            var beginsWord = char.IsUpper(character) && word.Length > 0
                && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]) && char.IsUpper(name[i - 1])));
            if (beginsWord || !char.IsLetter(character))
                End();
            if (char.IsLetter(character))
                word.Append(char.ToLowerInvariant(character));
        }

        End();
        if (name.Contains("000", StringComparison.Ordinal))
            words.Add("thousand");
        return [.. words];

        void End()
        {
            if (word.Length > 0)
                words.Add(word.ToString());
            word.Clear();
        }
    }

    /// <summary>Whether a word is the code of a currency.</summary>
    internal static bool IsCode(string word) => Codes.Contains(word);

    /// <summary>The one code of a currency in a name, such as that of <c>CostUSD</c>; null where there is none.</summary>
    internal static string? CodeIn(string name) => Of(name).Where(IsCode).Distinct().ToArray() is [var only] ? only.ToUpperInvariant() : null;
}
