namespace BudgetEnforcement.Tool.Replay.Rows;

/// <summary>Words that stand where a cost would, and say that there was none.</summary>
internal static class NoCostWords
{
    private const int MostLength = 24;

    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "-", "--", "–", "—", "included", "null", "none", "nil", "n/a", "free", "no charge", "not charged", "errored, no charge", "errored, not charged", "waived",
    };

    private const string Included = "included";
    private const int MostIncluded = 40;

    internal static bool TryFind(ReadOnlySpan<char> text, out string word)
    {
        text = text.Trim();

        // "Included in Pro" and "Included (Business)".
        if (text.StartsWith(Included, StringComparison.OrdinalIgnoreCase) && text.Length <= MostIncluded && text.Length > Included.Length && text[Included.Length] is ' ' && !text.ContainsAnyInRange('0', '9'))
        {
            word = text.ToString();
            return true;
        }

        word = "";
        return text.Length <= MostLength && Words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out word!);
    }
}
