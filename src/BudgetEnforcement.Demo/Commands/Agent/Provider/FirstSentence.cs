using System.Text.RegularExpressions;

namespace BudgetEnforcement.Demo.Commands.Agent.Provider;

/// <summary>The first sentence of a section of Markdown.</summary>
internal static partial class FirstSentence
{
    private const int MostCharacters = 160;
    private const string NoProse = "Code only.";

    internal static string Of(string markdown)
    {
        var isCode = false;
        var prose = new List<string>();
        foreach (var line in markdown.Split('\n'))
        {
            var isFence = line.StartsWith("```", StringComparison.Ordinal);
            isCode ^= isFence;
            if (!isCode && !isFence && line.Length > 0 && !line.StartsWith('|'))
                prose.Add(line.TrimStart('-', ' '));
            else if (prose.Count > 0)
                break;
        }

        var text = Link().Replace(string.Join(' ', prose), "$1").Replace("*", "", StringComparison.Ordinal);
        if (text.Length == 0)
            return NoProse;
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        var sentence = end < 0 ? text : text[..(end + 1)];
        return sentence.Length <= MostCharacters ? sentence : $"{sentence[..sentence.LastIndexOf(' ', MostCharacters)]} …";
    }

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();
}
