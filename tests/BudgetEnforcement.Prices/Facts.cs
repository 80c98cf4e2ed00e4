using System.Text.Json;
using BudgetEnforcement.AI;

namespace BudgetEnforcement.Prices;

/// <summary>What the files do not say or say wrongly, each with its reason and the page that says it.</summary>
internal sealed record Facts(string Name, Uri Url, DateOnly AsOf, IReadOnlyList<Fact> All)
{
    internal PriceSource Source => new(Name, Url, AsOf, "", string.Join("\n", All.Select(fact => fact.Source).Distinct()));

    internal static Facts Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var properties = Strict.Properties(document.RootElement, path, "name", "url", "asOf", "facts").ToDictionary(property => property.Key, property => property.Value);
        return new Facts(
            Strict.Text(properties["name"], path), new Uri(Strict.Text(properties["url"], path)), DateOnly.ParseExact(Strict.Text(properties["asOf"], path), "yyyy-MM-dd", null),
            [.. properties["facts"].EnumerateArray().Select(fact => Fact.Read(fact, path))]);
    }

    internal void Apply(List<Provider> providers)
    {
        foreach (var fact in All)
            fact.Apply(providers.Find(provider => provider.Id == fact.Provider) ?? throw new FormatException($"There is no provider \"{fact.Provider}\" any more."));
    }
}
