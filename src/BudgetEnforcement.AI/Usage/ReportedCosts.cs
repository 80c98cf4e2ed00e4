using System.Text.Json;

namespace BudgetEnforcement.AI;

/// <summary>Costs that a provider writes into its answer.</summary>
internal static class ReportedCosts
{
    private const decimal TicksPerDollar = 10_000_000_000m;

    internal static decimal? Read(JsonElement? usage)
    {
        if (UsageCounts.ReadAmount(usage, "cost_in_usd_ticks") is { } ticks)
            return ticks / TicksPerDollar;

        var cost = UsageCounts.ReadAmount(usage, "cost");

        // With a key of one's own OpenRouter's cost is its fee only, and the provider bills the rest.
        return Json.IsTrue(usage, "is_byok") ? cost + UsageCounts.ReadAmount(Json.Object(usage, "cost_details"), "upstream_inference_cost") : cost;
    }
}
