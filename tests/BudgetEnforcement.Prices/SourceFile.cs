using System.Text.Json;
using BudgetEnforcement.AI;

namespace BudgetEnforcement.Prices;

/// <summary>A file that facts are taken from.</summary>
internal sealed class SourceFile
{
    internal SourceFile(string name, string url, string json, DateOnly date, string licence)
    {
        Date = date;
        Source = new PriceSource(name, new Uri(url), date, "MIT", licence.ReplaceLineEndings("\n").Trim());
        if (!licence.Contains("MIT License", StringComparison.Ordinal))
            throw new FormatException($"The licence of {name} is another than MIT: look whether its terms allow this, and name it.");

        try
        {
            using var document = JsonDocument.Parse(json);
            Json = document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw new FormatException($"{name}: {exception.Message}", exception);
        }
    }

    internal DateOnly Date { get; }

    internal PriceSource Source { get; }

    internal JsonElement Json { get; }

    internal static SourceFile GenaiPrices(string json, DateOnly date, string licence) => new("genai-prices", "https://github.com/pydantic/genai-prices", json, date, licence);

    internal static SourceFile ModelsDev(string json, DateOnly date, string licence) => new("models.dev", "https://models.dev", json, date, licence);
}
