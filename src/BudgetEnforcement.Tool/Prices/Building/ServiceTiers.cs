using System.Text.Json;
using BudgetEnforcement.AI;

namespace BudgetEnforcement.Tool.Prices.Building;

/// <summary>The modes of models.dev: prices of a request that asks for a service tier or a speed.</summary>
internal static class ServiceTiers
{
    internal static IEnumerable<RowEntry> Read(JsonElement model, string where)
    {
        if (!model.TryGetProperty("modes", out var modes) && !(model.TryGetProperty("experimental", out var experimental) && experimental.ValueKind == JsonValueKind.Object && experimental.TryGetProperty("modes", out modes)))
            yield break;

        foreach (var mode in Strict.Objects(modes, where))
            yield return ReadMode(mode.Value, $"{where}, {mode.Name}");
    }

    private static RowEntry ReadMode(JsonElement json, string where)
    {
        var row = new RowEntry();
        foreach (var (key, value) in Strict.Properties(json, where, "cost", "provider"))
            row = key == "cost" ? ReadCost(value, row, where) : ReadRequest(value, row, where);
        return row.Tier is null ? throw new FormatException($"{where}: nothing says how a request asks for it.") : row;
    }

    private static RowEntry ReadCost(JsonElement json, RowEntry row, string where)
    {
        foreach (var (key, value) in Strict.Properties(json, where, "input", "output", "cache_read", "cache_write"))
        {
            var rate = Strict.Number(value, where);
            row = key switch
            {
                "input" => row with { Input = rate },
                "output" => row with { Output = rate },
                "cache_read" => row with { CachedInput = rate },
                _ => row with { CacheWrite = rate },
            };
        }

        return row;
    }

    /// <summary>The settings of an account can choose a service tier; a speed has to be asked for.</summary>
    private static RowEntry ReadRequest(JsonElement json, RowEntry row, string where)
    {
        foreach (var (key, value) in Strict.Properties(json, where, "body", "headers"))
        {
            if (key != "body")
                continue;

            foreach (var (name, asked) in Strict.Properties(value, where, "service_tier", "speed"))
                row = row with { Tier = Strict.Text(asked, where), OnRequest = name == "speed" ? true : null };
        }

        return row;
    }
}
