using System.Text.Json;
using BudgetEnforcement.AI;

namespace BudgetEnforcement.Tool.Prices.Building;

/// <summary>Prices, endpoints and names of genai-prices.</summary>
internal static class GenaiPrices
{
    internal static List<Provider> Read(JsonElement json) => [.. Strict.Items(json, "genai-prices").Select(ReadProvider)];

    private static Provider ReadProvider(JsonElement json)
    {
        var id = Strict.Text(Strict.Property(json, "id", "a provider"), "a provider");
        var provider = new Provider { Id = id, Endpoint = "" };
        foreach (var (key, value) in Strict.Properties(json, id, "id", "name", "description", "pricing_urls", "price_comments", "api_pattern", "model_match", "provider_match", "extractors", "fallback_model_providers", "models"))
        {
            switch (key)
            {
                case "api_pattern":
                    provider.Endpoint = Strict.Text(value, id);
                    break;
                case "provider_match":
                    provider.Names.AddRange(Patterns.Read(value, id));
                    break;
                case "fallback_model_providers":
                    provider.Fallback.AddRange(Strict.Items(value, id).Select(item => Strict.Text(item, id)));
                    break;
                case "models":
                    provider.Models.AddRange(Strict.Items(value, id).Select(model => ReadModel(model, id)));
                    break;
                default:
                    // Keys that say how answers are read or models are called have no place in a book of prices.
                    break;
            }
        }

        return provider;
    }

    private static ModelEntry ReadModel(JsonElement json, string provider)
    {
        var id = Strict.Text(Strict.Property(json, "id", provider), provider);
        var where = $"{provider}, {id}";
        var model = new ModelEntry { Id = id };
        foreach (var (key, value) in Strict.Properties(json, where, "id", "name", "description", "match", "context_window", "prices", "prices_checked", "price_discrepancies", "price_comments", "deprecated", "collapse"))
        {
            model = key switch
            {
                "match" => model with { Match = Patterns.Read(value, where).Where(pattern => !pattern.Equals(id, StringComparison.OrdinalIgnoreCase)).Distinct().ToList() is { Count: > 0 } patterns ? patterns : null },
                "context_window" => model with { InputLimit = AtMost(Strict.Whole(value, where)) },
                "prices" => model with { Prices = [.. ReadPrices(value, where)] },
                _ => model,
            };
        }

        return model;
    }

    /// <summary>The file rounds these (1,000,000 for 1,048,576), and a bound may be too great but not too small.</summary>
    private static long AtMost(long rounded) => rounded * 1_048_576 / 1_000_000;

    private static IEnumerable<RowEntry> ReadPrices(JsonElement json, string where) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().SelectMany(item => ReadConditional(item, where)) : GenaiRates.Read(json, new RowEntry(), where);

    private static List<RowEntry> ReadConditional(JsonElement json, string where)
    {
        var conditions = new RowEntry();
        JsonElement prices = default;
        foreach (var (key, value) in Strict.Properties(json, where, "constraint", "prices"))
        {
            if (key == "prices")
                prices = value;
            else if (value.ValueKind != JsonValueKind.Null)
                conditions = ReadConstraint(value, where);
        }

        return GenaiRates.Read(prices, conditions, where);
    }

    private static RowEntry ReadConstraint(JsonElement json, string where)
    {
        var row = new RowEntry();
        foreach (var (key, value) in Strict.Properties(json, where, "type", "start_date", "start_time", "end_time"))
        {
            row = key switch
            {
                "start_date" => row with { From = Strict.Date(value, where) },
                "start_time" => row with { StartTime = Time(value, where) },
                "end_time" => row with { EndTime = Time(value, where) },
                _ => row,
            };
        }

        return row;
    }

    private static TimeOnly Time(JsonElement json, string where) =>
        TimeOnly.TryParseExact(Strict.Text(json, where), "HH:mm:ss'Z'", null, System.Globalization.DateTimeStyles.None, out var time) ? time : throw new FormatException($"{where}: {json} is no time of the day in UTC.");
}
