namespace BudgetEnforcement.Tool.Replay.Rows;

/// <summary>A condition on rows as it was typed: <c>COLUMN=VALUE</c> or <c>COLUMN!=VALUE</c>.</summary>
/// <param name="Text">The text that was typed.</param>
internal sealed record WhereClause(string Text)
{
    /// <summary>The condition in a file with this header. A name may itself have a <c>=</c>, so the header decides where it ends.</summary>
    /// <returns>The column, the value, and whether it must be equal; column -1 where the header has none of that name.</returns>
    internal (int Column, string Value, bool IsEqual) In(string[] header)
    {
        for (var at = Text.IndexOf('=', StringComparison.Ordinal); at >= 0; at = Text.IndexOf('=', at + 1))
        {
            var isEqual = at == 0 || Text[at - 1] is not '!';
            var name = Text[..(isEqual ? at : at - 1)].Trim();
            if (Array.IndexOf(header, name) is >= 0 and var column)
                return (column, Text[(at + 1)..].Trim(), isEqual);
        }

        return (-1, "", true);
    }

    /// <summary>The part that a message gives as the name of the column.</summary>
    internal string Name => Text.Split('=')[0].TrimEnd('!').Trim();
}
