using System.Globalization;
using System.Text.Json;
using BudgetEnforcement.AI;

namespace BudgetEnforcement.Prices;

/// <summary>A file that facts are taken from.</summary>
internal sealed class SourceFile
{
    internal SourceFile(string name, string url, string path, string date, string licence)
    {
        Date = DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        Source = new PriceSource(name, new Uri(url), Date, "MIT", File.ReadAllText(licence).ReplaceLineEndings("\n").Trim());
        if (!Source.Notice.Contains("MIT License", StringComparison.Ordinal))
            throw new FormatException($"{licence} is another licence than MIT: look whether its terms allow this, and name it.");

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            Json = document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw new FormatException($"{path}: {exception.Message}", exception);
        }
    }

    internal DateOnly Date { get; }

    internal PriceSource Source { get; }

    internal JsonElement Json { get; }
}
