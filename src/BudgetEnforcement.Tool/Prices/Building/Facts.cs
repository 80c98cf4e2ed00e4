using System.Text.Json;
using BudgetEnforcement.AI;

namespace BudgetEnforcement.Tool.Prices.Building;

/// <summary>The facts that the files do not say or say wrongly, each with its reason and the page that says it.</summary>
internal sealed record Facts(string Name, Uri Url, DateOnly AsOf, IReadOnlyList<Fact> All)
{
    internal PriceSource Source => new(Name, Url, AsOf, "", string.Join("\n", All.Select(fact => fact.Source).Distinct()));

    /// <summary>The facts of this version.</summary>
    internal static Facts Embedded
    {
        get
        {
            using var reader = new StreamReader(typeof(Facts).Assembly.GetManifestResourceStream("facts.json")!);
            return Read(reader.ReadToEnd());
        }
    }

    internal static Facts Read(string json)
    {
        const string Where = "facts.json";
        using var document = JsonDocument.Parse(json);
        var properties = Strict.Properties(document.RootElement, Where, "name", "url", "asOf", "facts").ToDictionary(property => property.Key, property => property.Value);
        return new Facts(
            Strict.Text(properties["name"], Where), new Uri(Strict.Text(properties["url"], Where)), Strict.Date(properties["asOf"], Where),
            [.. Strict.Items(properties["facts"], Where).Select(fact => Fact.Read(fact, Where))]);
    }

    internal void Apply(List<Provider> providers)
    {
        foreach (var fact in All)
            fact.Apply(providers.Find(provider => provider.Id == fact.Provider) ?? throw new FormatException($"There is no provider \"{fact.Provider}\" any more."));
    }
}
