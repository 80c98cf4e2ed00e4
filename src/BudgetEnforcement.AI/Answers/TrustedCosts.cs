namespace BudgetEnforcement.AI;

/// <summary>The hosts whose answers say truly what they cost.</summary>
internal static class TrustedCosts
{
    // OpenRouter: usage.cost. xAI: usage.cost_in_usd_ticks, of which 10¹⁰ are a dollar.
    private static readonly string[] Hosts = ["openrouter.ai", "api.x.ai"];

    internal static bool AreFrom(Uri? endpoint) =>
        endpoint is { IsAbsoluteUri: true } && Array.Exists(Hosts, host => IsOf(endpoint.Host, host));

    private static bool IsOf(string host, string trusted) =>
        host.Equals(trusted, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + trusted, StringComparison.OrdinalIgnoreCase);
}
