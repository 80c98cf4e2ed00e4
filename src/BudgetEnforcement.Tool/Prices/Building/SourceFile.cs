using System.Text.Json;
using BudgetEnforcement.AI;

namespace BudgetEnforcement.Tool.Prices.Building;

/// <summary>A file that facts are taken from.</summary>
internal sealed class SourceFile
{
    private static readonly Dictionary<string, (string Name, Uri Url)> Known = new()
    {
        ["genai-prices"] = ("genai-prices", new Uri("https://github.com/pydantic/genai-prices")),
        ["models-dev"] = ("models.dev", new Uri("https://models.dev")),
    };

    private SourceFile(PriceSource source, JsonElement json)
    {
        (Source, Json) = (source, json);
    }

    internal PriceSource Source { get; }

    internal JsonElement Json { get; }

    /// <param name="source">Which file it is: <c>genai-prices</c> or <c>models-dev</c>.</param>
    /// <param name="json">The text of the file.</param>
    /// <param name="date">The day of the file.</param>
    /// <param name="licence">The text of its licence; null where it is the one that the embedded book gives.</param>
    /// <exception cref="FormatException">It is no JSON, or under another licence.</exception>
    internal static SourceFile Of(string source, string json, DateOnly date, string? licence)
    {
        var (name, url) = Known[source];
        var notice = (licence ?? PriceBook.Embedded.Sources.First(each => each.Name == name).Notice).ReplaceLineEndings("\n").Trim();
        if (!notice.Contains("MIT License", StringComparison.Ordinal))
            throw new FormatException($"The licence of {name} is another than MIT: look whether its terms allow this, and name it.");

        try
        {
            using var document = JsonDocument.Parse(json);
            return new SourceFile(new PriceSource(name, url, date, "MIT", notice), document.RootElement.Clone());
        }
        catch (JsonException exception)
        {
            throw new FormatException($"{name}: {exception.Message}", exception);
        }
    }
}
