using System.CommandLine;

namespace BudgetEnforcement.Tool.CommandLine;

/// <summary>Options that take one of a few words, which the shell completes.</summary>
internal static class WordOption
{
    internal static Option<string?> Create(string name, string description, string[] words)
    {
        var option = new Option<string?>(name)
        {
            Description = $"{description} One of {string.Join(", ", words)}.",
            CustomParser = result =>
            {
                var text = result.Tokens.Single().Value;
                if (words.Contains(text, StringComparer.Ordinal))
                    return text;

                result.AddError($"{name}: {Printable.Quote(text)} is none of {string.Join(", ", words)}.");
                return null;
            },
        };
        option.CompletionSources.Add(words);
        return option;
    }
}
