using System.Text.RegularExpressions;

namespace BudgetEnforcement.AI;

/// <summary>
/// What a name must be like, in any case of letters: <c>name</c> is the whole of it, <c>name*</c> its beginning, <c>*name</c> its end,
/// <c>*name*</c> within it, <c>/expression/</c> a regular expression, and <c>a &amp; b</c> both.
/// </summary>
internal sealed class NamePattern
{
    private const string And = " & ";

    private readonly string _text;
    private readonly Kind _kind;
    private readonly Regex? _expression;
    private readonly NamePattern[] _all = [];

    internal NamePattern(string pattern)
    {
        if (pattern.Contains(And, StringComparison.Ordinal))
            (_kind, _text, _all) = (Kind.All, pattern, [.. pattern.Split(And).Select(part => new NamePattern(part))]);
        else if (pattern.Length > 2 && pattern[0] == '/' && pattern[^1] == '/')
            (_kind, _text, _expression) = (Kind.Expression, pattern, CreateExpression(pattern[1..^1]));
        else
            (_kind, _text) = (KindOf(pattern), pattern.Trim('*'));

        if (_text.Length == 0 || (_kind != Kind.Expression && _text.Contains('*', StringComparison.Ordinal) && _all.Length == 0))
            throw new FormatException($"\"{pattern}\" is no pattern of names: a star stands at the beginning or the end, beside a name.");
    }

    private enum Kind
    {
        Whole,
        Start,
        End,
        Within,
        Expression,
        All,
    }

    /// <summary>
    /// An expression of a book, which its user has chosen as he has chosen his code. One without backtracking would take ten times as long
    /// to make, and there are dozens.
    /// </summary>
    internal static Regex CreateExpression(string expression)
    {
        try
        {
            return new Regex(expression, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
        }
        catch (ArgumentException exception)
        {
            throw new FormatException($"\"{expression}\" is no regular expression that can be used here: {exception.Message}", exception);
        }
    }

    internal bool IsMatch(string name) => _kind switch
    {
        Kind.Whole => name.Equals(_text, StringComparison.OrdinalIgnoreCase),
        Kind.Start => name.StartsWith(_text, StringComparison.OrdinalIgnoreCase),
        Kind.End => name.EndsWith(_text, StringComparison.OrdinalIgnoreCase),
        Kind.Within => name.Contains(_text, StringComparison.OrdinalIgnoreCase),
        Kind.Expression => _expression!.IsMatch(name),
        _ => Array.TrueForAll(_all, part => part.IsMatch(name)),
    };

    private static Kind KindOf(string pattern) => (pattern.StartsWith('*'), pattern.EndsWith('*')) switch
    {
        (false, false) => Kind.Whole,
        (false, true) => Kind.Start,
        (true, false) => Kind.End,
        _ => Kind.Within,
    };
}
