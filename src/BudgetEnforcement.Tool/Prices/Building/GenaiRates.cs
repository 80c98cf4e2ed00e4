using System.Text.Json;
using BudgetEnforcement.AI;

namespace BudgetEnforcement.Tool.Prices.Building;

/// <summary>The rates of a model in genai-prices, of which each can depend on the number of input tokens.</summary>
internal static class GenaiRates
{
    /// <summary>Stands for a price that the file does not have, until a fact gives it.</summary>
    internal const decimal Missing = -1m;

    /// <summary>One row for every size of a request that has rates of its own.</summary>
    internal static List<RowEntry> Read(JsonElement json, RowEntry conditions, string where)
    {
        var keys = Strict.Properties(
            json, where, "input_mtok", "output_mtok", "cache_read_mtok", "cache_write_mtok", "cache_write_5m_mtok", "cache_write_1h_mtok", "input_audio_mtok", "cache_audio_read_mtok", "input_image_mtok",
            "output_reasoning_mtok", "output_audio_mtok", "output_image_mtok", "requests_kcount", "web_searches_kcount").ToList();
        var starts = keys.SelectMany(key => Starts(key.Value, where)).Distinct().Order().Select(start => (long?)start).Prepend(null);
        return [.. starts.Select(start => RowFor(start, keys, conditions, where))];
    }

    private static RowEntry RowFor(long? start, List<(string Key, JsonElement Value)> keys, RowEntry conditions, string where)
    {
        var row = conditions with { Above = start, Input = Missing, Output = Missing };
        foreach (var (key, value) in keys)
        {
            var rate = RateAbove(value, start, where);
            row = key switch
            {
                "input_mtok" => row with { Input = rate },
                "output_mtok" => row with { Output = rate },
                "cache_read_mtok" => row with { CachedInput = rate },
                "cache_write_mtok" or "cache_write_5m_mtok" => row with { CacheWrite = rate },
                "cache_write_1h_mtok" => row with { CacheWrite1h = rate },
                "input_audio_mtok" => row with { InputAudio = rate },
                "cache_audio_read_mtok" => row with { CachedAudio = rate },
                "input_image_mtok" => row with { InputImage = rate },
                "output_reasoning_mtok" => row with { Reasoning = rate },
                "output_audio_mtok" => row with { OutputAudio = rate },
                "output_image_mtok" => row with { OutputImage = rate },
                "requests_kcount" => row with { Request = Strict.Shortest(rate / 1000m) },
                _ => row with { ThousandSearches = rate },
            };
        }

        return row;
    }

    private static IEnumerable<long> Starts(JsonElement json, string where) =>
        json.ValueKind == JsonValueKind.Object ? Tiers(json, where).Tiers.Select(tier => tier.Start) : [];

    private static decimal RateAbove(JsonElement json, long? start, string where)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return Strict.Number(json, where);

        var (rate, tiers) = Tiers(json, where);
        foreach (var tier in tiers.Where(tier => tier.Start <= start))
            rate = tier.Price;
        return rate;
    }

    private static (decimal Base, List<(long Start, decimal Price)> Tiers) Tiers(JsonElement json, string where)
    {
        decimal? lowest = null;
        List<(long Start, decimal Price)> tiers = [];
        foreach (var (key, value) in Strict.Properties(json, where, "base", "tiers"))
        {
            if (key == "base")
                lowest = Strict.Number(value, where);
            else
                tiers.AddRange(Strict.Items(value, where).Select(tier => Tier(tier, where)));
        }

        return (lowest ?? throw new FormatException($"{where}: a rate has tiers and no base."), [.. tiers.OrderBy(tier => tier.Start)]);
    }

    private static (long Start, decimal Price) Tier(JsonElement json, string where)
    {
        var properties = Strict.Properties(json, where, "start", "price").ToDictionary(property => property.Key, property => property.Value);
        return (Strict.Whole(properties["start"], where), Strict.Number(properties["price"], where));
    }
}
