using System.Text.Json;
using BudgetEnforcement.AI;

namespace BudgetEnforcement.Tool.Prices.Building;

/// <summary>One correction: of a provider, or of those of its models that are named.</summary>
internal sealed record Fact
{
    private const string OrdinaryTier = "";

    internal string Why { get; init; } = "";

    internal string Source { get; init; } = "";

    internal string Provider { get; init; } = "";

    internal IReadOnlyList<string> Models { get; init; } = [];

    internal IReadOnlyList<string> Names { get; init; } = [];

    internal IReadOnlyList<UnpricedTierEntry> UnpricedTiers { get; init; } = [];

    internal string? Endpoint { get; init; }

    internal string? Tier { get; init; }

    internal bool LeaveOut { get; init; }

    /// <summary>Rates by their key, in the words of the book.</summary>
    internal IReadOnlyDictionary<string, decimal> Rates { get; init; } = new Dictionary<string, decimal>();

    internal static Fact Read(JsonElement json, string where)
    {
        var fact = new Fact();
        var rates = new Dictionary<string, decimal>();
        foreach (var (key, value) in Strict.Properties(
            json, where, "why", "source", "provider", "models", "names", "unpricedTiers", "endpoint", "tier", "times", "leaveOut", "cacheWrite1hTimesInput", "thousandSearches", "request", "output", "outputImage", "inputAudio", "outputAudio"))
        {
            fact = key switch
            {
                "why" => fact with { Why = Strict.Text(value, where) },
                "source" => fact with { Source = Strict.Text(value, where) },
                "provider" => fact with { Provider = Strict.Text(value, where) },
                "models" => fact with { Models = Texts(value, where) },
                "names" => fact with { Names = Texts(value, where) },
                "unpricedTiers" => fact with { UnpricedTiers = [.. Strict.Items(value, where).Select(item => TierOf(item, where))] },
                "endpoint" => fact with { Endpoint = Strict.Text(value, where) },
                "tier" => fact with { Tier = Strict.Text(value, where) },
                "leaveOut" => fact with { LeaveOut = Strict.Flag(value, where) },
                _ => fact,
            };
            if (value.ValueKind == JsonValueKind.Number)
                rates[key] = Strict.Number(value, where);
        }

        return fact is { Why.Length: > 0, Source.Length: > 0 } ? fact with { Rates = rates } : throw new FormatException($"{where}: a fact says why, and which page says so.");
    }

    internal void Apply(Provider provider)
    {
        provider.Names.AddRange(Names);
        provider.UnpricedTiers.AddRange(UnpricedTiers);
        provider.Endpoint = Endpoint ?? provider.Endpoint;
        if (LeaveOut)
        {
            provider.Change(Models, model => model with { Prices = [] });
            provider.Models.RemoveAll(model => model.Prices.Count == 0);
        }
        else if (Tier is not null)
        {
            provider.Change(Models, model => model with { Prices = [.. model.Prices, .. model.Prices.Select(WithTier)] });
        }
        else
        {
            provider.Change(Models, model => model with { Prices = [.. model.Prices.Select(Corrected)] });
        }
    }

    private RowEntry Corrected(RowEntry row)
    {
        // The rates of a service tier that has its own are those of this kind of token, where nothing else is said.
        foreach (var (key, rate) in Rates)
        {
            row = key switch
            {
                "cacheWrite1hTimesInput" => row.CacheWrite is null ? row : row with { CacheWrite1h = Strict.Shortest(row.Input * rate) },
                "thousandSearches" => row with { ThousandSearches = rate },
                "request" => row with { Request = rate },
                "output" => row with { Output = rate },
                "outputImage" => row with { OutputImage = rate },
                "inputAudio" => row with { InputAudio = rate },
                "outputAudio" => row with { OutputAudio = rate },
                _ => throw new FormatException($"\"{key}\" is not a rate of a model."),
            };
        }

        return row;
    }

    private RowEntry WithTier(RowEntry row)
    {
        var times = Rates["times"];
        return row with
        {
            Tier = $"{row.Tier ?? OrdinaryTier} {Tier}".Trim(),
            Input = Strict.Shortest(row.Input * times),
            Output = Strict.Shortest(row.Output * times),
            CachedInput = Times(row.CachedInput),
            CacheWrite = Times(row.CacheWrite),
            CacheWrite1h = Times(row.CacheWrite1h),
        };

        decimal? Times(decimal? rate) => rate is { } value ? Strict.Shortest(value * times) : null;
    }

    private static UnpricedTierEntry TierOf(JsonElement json, string where)
    {
        var tier = new UnpricedTierEntry();
        foreach (var (key, value) in Strict.Properties(json, where, "tier", "atMostTimes", "onRequest"))
        {
            tier = key switch
            {
                "tier" => tier with { Tier = Strict.Text(value, where) },
                "atMostTimes" => tier with { AtMostTimes = Strict.Number(value, where) },
                _ => tier with { OnRequest = Strict.Flag(value, where) ? true : null },
            };
        }

        return tier;
    }

    private static IReadOnlyList<string> Texts(JsonElement json, string where) => [.. Strict.Items(json, where).Select(item => Strict.Text(item, where))];
}
