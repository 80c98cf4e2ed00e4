using System.Text.RegularExpressions;
using BudgetEnforcement.Tool.Replay.Numbers;

namespace BudgetEnforcement.Tool.Replay.Guesses;

/// <summary>The currency that the name of a column says.</summary>
/// <param name="Text">The sign or the code.</param>
/// <param name="IsOfTheName">
/// Whether it is a part of the name itself: <c>CostUSD</c> is in dollars even where a column of currencies names another one for other amounts of the row. In
/// <c>Cost (USD)</c> it is a remark, which has to agree with such a column.
/// </param>
internal sealed partial record HeaderCurrency(string Text, bool IsOfTheName)
{
    internal static HeaderCurrency? Of(string name)
    {
        if (InParentheses().Match(name) is { Success: true } match && Currencies.LengthAtStart(match.Groups[1].Value) == match.Groups[1].Value.Length)
            return new HeaderCurrency(match.Groups[1].Value, IsOfTheName: false);
        if (HeaderWords.CodeIn(name) is { } code)
            return new HeaderCurrency(code, IsOfTheName: true);
        return name.IndexOfAny(['$', '€', '£']) is >= 0 and var at ? new HeaderCurrency(name[at].ToString(), IsOfTheName: false) : null;
    }

    [GeneratedRegex(@"\(([^()]+)\)\s*$")]
    private static partial Regex InParentheses();
}
