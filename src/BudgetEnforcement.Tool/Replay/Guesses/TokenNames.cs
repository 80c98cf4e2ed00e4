namespace BudgetEnforcement.Tool.Replay.Guesses;

/// <summary>Names of columns that count tokens, for a question that can be answered by copying it.</summary>
internal static class TokenNames
{
    private static readonly string[] Inputs = ["input", "prompt", "context"];
    private static readonly string[] Outputs = ["output", "completion", "generated"];
    private static readonly string[] Parts = ["cache", "cached", "reasoning", "audio", "image", "total", "cost", "price"];

    /// <summary>The options that count the tokens of a header; null where it has none, or where more than one column may be meant.</summary>
    internal static string? OptionsFor(string[] header)
    {
        if (Find(header, Inputs) is not { } input || Find(header, Outputs) is not { } output)
            return null;
        var model = Array.FindAll(header, name => HeaderWords.Of(name) is ["model"] or ["model", "name"]) is [var only] ? Quoted(only) : null;
        var prices = model is null ? "--input-price and --output-price" : $"--model-column {model}, or --input-price and --output-price";
        return $"--input-tokens-column {Quoted(input)} --output-tokens-column {Quoted(output)} with {prices}";
    }

    private static string? Find(string[] header, string[] kinds)
    {
        var found = Array.FindAll(header, name => HeaderWords.Of(name) is var words && words.Contains("tokens") && words.Any(kinds.Contains) && !words.Any(Parts.Contains));
        return found is [var only] ? only : null;
    }

    private static string Quoted(string name) => $"\"{Printable.Of(name)}\"";
}
