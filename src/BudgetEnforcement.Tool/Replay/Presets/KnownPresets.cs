using BudgetEnforcement.Tool.Replay.Tokens;

namespace BudgetEnforcement.Tool.Replay.Presets;

/// <summary>The layouts that are known. Names of columns are compared without regard to letters of case.</summary>
internal static class KnownPresets
{
    private static readonly string[] AmericanDays = ["MM/dd/yyyy", "M/d/yyyy", "MM/dd/yyyy HH:mm:ss", "M/d/yyyy h:mm:ss tt"];

    /// <summary>All of them; the first whose header it is counts.</summary>
    internal static readonly Preset[] All =
    [
        // The FinOps Open Cost and Usage Specification, which most clouds export by now: the billed cost, not the value of what was used.
        new("focus", header => Cost(header, ["BilledCost"], ["ChargePeriodStart"], ["BillingCurrency"], mustHaveCurrency: true)),

        // The Cost and Usage Report, as CSV of the first version and with the names of the second.
        new("aws-cur", header => Cost(
            header, ["lineItem/UnblendedCost", "line_item_unblended_cost"], ["lineItem/UsageStartDate", "line_item_usage_start_date"],
            ["lineItem/CurrencyCode", "line_item_currency_code"])),
        new("cost-explorer", CostExplorer) { HasTotals = true },
        new("azure-cost", Azure) { TimeFormats = AmericanDays },
        new("gcp-billing", Gcp) { HasTotals = true },
        new("openai-usage", OpenAI),
        new("openrouter", header => Find(header, "generation_id") is null ? null : Cost(
            header, ["cost_total", "total_cost", "usage"], ["created_at"], [])),
        new("cursor", header => Find(header, "Kind") is null || Find(header, "Max Mode") is null ? null : Cost(
            header, ["Cost", "Cost to you", "Cost ($)"], ["Date"], [])),
        new("litellm", header => Find(header, "request_id") is null || Find(header, "call_type") is null ? null : Cost(
            header, ["spend"], ["startTime", "start_time"], [])),
    ];

    /// <summary>The names for the command line.</summary>
    internal static IEnumerable<string> Names => All.Select(preset => preset.Name);

    private static CostColumns? Cost(string[] header, string[] cost, string[] time, string[] currency, bool mustHaveCurrency = false)
    {
        var columns = new CostColumns { Cost = FindAny(header, cost), Time = FindAny(header, time), Currency = FindAny(header, currency) };
        return columns.Cost is null || columns.Time is null || (mustHaveCurrency && columns.Currency is null) ? null : columns;
    }

    // "Service","EC2-Instances($)",…,"Total costs($)": a row for each day or month, and one for all of them.
    private static CostColumns? CostExplorer(string[] header) =>
        header.Length > 2 && header[^1].StartsWith("Total costs", StringComparison.OrdinalIgnoreCase) && header[0].Length > 0
            ? new CostColumns { Cost = header[^1], Time = header[0] }
            : null;

    // The exports of several kinds of agreement, and of the analysis in the portal, where a second column has the costs in dollars.
    private static CostColumns? Azure(string[] header)
    {
        string[] times = ["Date", "UsageDateTime", "UsageDate"];
        return Cost(header, ["CostInBillingCurrency", "PreTaxCost"], times, ["BillingCurrency", "BillingCurrencyCode", "Currency"], mustHaveCurrency: true)
            ?? Cost(header, ["Cost"], times, ["BillingCurrency", "BillingCurrencyCode"], mustHaveCurrency: true)
            ?? (Find(header, "CostUSD") is null ? null : Cost(header, ["Cost"], times, ["Currency"], mustHaveCurrency: true));
    }

    // The export to BigQuery, flattened, and the table of costs that the console writes, whose subtotals are the costs less credits.
    private static CostColumns? Gcp(string[] header)
    {
        if (Find(header, "usage_start_time") is not null && Find(header, "currency") is not null)
            return Cost(header, ["cost"], ["usage_start_time"], ["currency"]);
        return Find(header, "SKU description") is null
            ? null
            : new CostColumns { Cost = FindStart(header, "Subtotal (") ?? FindStart(header, "Cost ("), Time = Find(header, "Usage start date") } is { Cost: not null, Time: not null } table
                ? table
                : null;
    }

    // Costs by day, or the tokens of the completions by model.
    private static CostColumns? OpenAI(string[] header)
    {
        var time = FindAny(header, ["start_time_iso", "start_time"]);
        if (time is null)
            return null;
        if (Find(header, "amount_value") is { } amount)
            return new CostColumns { Cost = amount, Time = time, Currency = Find(header, "amount_currency") };
        if (Find(header, "input_tokens") is not { } input || Find(header, "output_tokens") is not { } output || Find(header, "num_model_requests") is not { } requests
            || Find(header, "model") is not { } model)
        {
            return null;
        }

        return new CostColumns
        {
            Time = time,
            Tokens = new TokenColumns
            {
                Input = new TokenColumn(input, null),
                Output = new TokenColumn(output, null),
                Cached = Find(header, "input_cached_tokens") is { } cached ? new TokenColumn(cached, null) : null,
                CacheIsWithin = true,
                Model = model,
                Requests = requests,
                Provider = "openai",
            },
        };
    }

    private static string? FindAny(string[] header, string[] names) => names.Select(name => Find(header, name)).FirstOrDefault(found => found is not null);

    private static string? FindStart(string[] header, string start) => Array.Find(header, name => name.StartsWith(start, StringComparison.Ordinal));

    private static string? Find(string[] header, string name) => Array.Find(header, column => column.Equals(name, StringComparison.OrdinalIgnoreCase));
}
