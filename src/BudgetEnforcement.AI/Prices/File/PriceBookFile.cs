using System.Text.Json;

namespace BudgetEnforcement.AI;

/// <summary>Reads books.</summary>
internal static class PriceBookFile
{
    /// <summary>A form that is read differently gets another number, so that an older reader refuses it.</summary>
    internal const int Format = 1;

    private const string Resource = "BudgetEnforcement.AI.prices.json";

    internal static PriceBook ReadEmbedded()
    {
        using var stream = typeof(PriceBookFile).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly was built without {Resource}.");
        return Read(stream);
    }

    internal static PriceBook Read(Stream stream)
    {
        BookFile file;
        try
        {
            file = JsonSerializer.Deserialize(stream, BookFileContext.Default.BookFile) ?? throw new FormatException("The book of prices is empty.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The book of prices cannot be read: {exception.Message}", exception);
        }

        if (file.Format != Format)
            throw new FormatException($"The book of prices has the form {file.Format}; {Format} is the one that is known here.");

        ThrowIfHasNull(file);
        var providers = file.Providers.Select(entry => new PriceProvider(entry)).ToArray();
        foreach (var entry in file.Providers)
        {
            if (entry.Fallback?.FirstOrDefault(id => !Array.Exists(providers, provider => provider.Id == id)) is { } missing)
                throw new FormatException($"\"{entry.Id}\" falls back to \"{missing}\", which is not in the book.");
        }

        return new PriceBook(file.AsOf, file.Sources ?? [], new PriceDirectory(providers));
    }

    /// <summary>The serializer refuses a null in the place of a list, but not within a list.</summary>
    private static void ThrowIfHasNull(BookFile file)
    {
        if ((file.Sources?.Contains(null!) ?? false) || file.Providers.Any(provider => provider is null || HasNull(provider)))
            throw new FormatException("The book of prices has a list with null in it.");
    }

    private static bool HasNull(ProviderEntry provider) =>
        HasNull(provider.Names) || HasNull(provider.Fallback) || (provider.UnpricedTiers?.Contains(null!) ?? false)
        || provider.Models.Any(model => model is null || HasNull(model.Match) || model.Prices.Contains(null!));

    private static bool HasNull(IReadOnlyList<string>? list) => list?.Contains(null!) ?? false;
}
