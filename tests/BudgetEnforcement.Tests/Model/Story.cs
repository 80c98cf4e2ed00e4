namespace BudgetEnforcement.Tests;

/// <summary>The steps on a tree and their results, in words.</summary>
internal sealed class Story
{
    private readonly List<string> _lines = [];

    internal IReadOnlyList<string> Lines => _lines;

    internal void Line(string text) => _lines.Add(text);

    internal void Append(string text) => _lines[^1] += text;

    public override string ToString() => string.Join('\n', _lines);
}
