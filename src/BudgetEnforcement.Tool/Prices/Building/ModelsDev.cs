using System.Text.Json;
using BudgetEnforcement.AI;

namespace BudgetEnforcement.Tool.Prices.Building;

/// <summary>Limits and service tiers of models.dev, for the models that have a price already.</summary>
internal static class ModelsDev
{
    private static readonly Dictionary<string, string> Providers = new()
    {
        ["openai"] = "openai",
        ["anthropic"] = "anthropic",
        ["google"] = "google",
        ["google-vertex"] = "google",
        ["google-vertex-anthropic"] = "google",
        ["mistral"] = "mistral",
        ["groq"] = "groq",
        ["deepseek"] = "deepseek",
        ["xai"] = "x-ai",
        ["cohere"] = "cohere",
        ["azure"] = "azure",
        ["amazon-bedrock"] = "aws",
        ["togetherai"] = "together",
        ["fireworks-ai"] = "fireworks",
        ["perplexity"] = "perplexity",
        ["cerebras"] = "cerebras",
        ["moonshotai"] = "moonshotai",
        ["zhipuai"] = "zhipuai",
        ["minimax"] = "minimax",
    };

    internal static void Apply(JsonElement json, List<Provider> providers)
    {
        foreach (var source in Strict.Objects(json, "models.dev"))
        {
            if (!Providers.TryGetValue(source.Name, out var id) || providers.Find(each => each.Id == id) is not { } provider)
                continue;

            var models = source.Value.TryGetProperty("models", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : source.Value;
            Apply(models, provider);
        }
    }

    private static void Apply(JsonElement models, Provider provider)
    {
        // Several names there can be one model here: then the greatest limits hold, because a bound may be too great and not too small.
        var limits = new Dictionary<int, List<(string Name, JsonElement Model)>>();
        foreach (var model in Strict.Objects(models, provider.Id))
        {
            var index = provider.Models.FindIndex(each => Matches(each, model.Name));
            if (index < 0)
                continue;

            if (!limits.TryGetValue(index, out var list))
                limits[index] = list = [];
            list.Add((model.Name, model.Value));
        }

        foreach (var (index, sources) in limits)
        {
            var entry = provider.Models[index];
            var reasons = sources.Where(source => source.Model.TryGetProperty("reasoning", out _)).Select(source => Strict.Flag(source.Model.GetProperty("reasoning"), source.Name)).ToList();
            provider.Models[index] = entry with
            {
                InputLimit = Greatest(sources.Select(source => Limit(source.Model, "input") ?? Limit(source.Model, "context"))) ?? entry.InputLimit,
                OutputLimit = Greatest(sources.Select(source => Limit(source.Model, "output"))) ?? entry.OutputLimit,
                Reasons = reasons.Count == 0 ? null : reasons.Contains(true),
                Prices = [.. entry.Prices, .. sources.SelectMany(source => ServiceTiers.Read(source.Model, source.Name)).DistinctBy(row => row.Tier)],
            };
        }
    }

    private static bool Matches(ModelEntry entry, string name) =>
        entry.Id.Equals(name, StringComparison.OrdinalIgnoreCase) || (entry.Match?.Any(pattern => new NamePattern(pattern).IsMatch(name)) ?? false);

    /// <summary>0 stands for a limit that is not known.</summary>
    private static long? Limit(JsonElement model, string name) =>
        model.TryGetProperty("limit", out var limits) && limits.ValueKind == JsonValueKind.Object && limits.TryGetProperty(name, out var limit) && limit.ValueKind == JsonValueKind.Number && limit.TryGetInt64(out var value) && value > 0 ? value : null;

    private static long? Greatest(IEnumerable<long?> limits) => limits.Max();
}
