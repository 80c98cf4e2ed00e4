namespace BudgetEnforcement.AspNetCore;

/// <summary>A line of the tree: a budget, or a registry as a whole.</summary>
internal readonly struct TreeLine
{
    // Further in than this there is no room on a phone.
    private const int DeepestIndent = 6;

    private readonly BudgetView? _budget;
    private readonly RegistryView? _registry;

    internal TreeLine(BudgetView budget) => _budget = budget;

    internal TreeLine(RegistryView registry) => _registry = registry;

    internal string Id => _budget is not null ? _budget.Ref.ElementId : new BudgetRef(_registry!.Template, string.Empty).ElementId + "-all";

    /// <summary>The place on which the element around the live part depends.</summary>
    internal string Place => $"{Id}/{Depth.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    private int Depth => _budget?.Depth ?? _registry!.Depth;

    internal HtmlText Element(string basePath) => HtmlText.Of(
        $"""
        <li class="{(_budget is null ? "registry" : "budget")} in{Math.Min(Depth, DeepestIndent)}"><span class="unseen">Level {Depth + 1}.</span><div class="row" id="{Id}">{Inner(basePath)}</div></li>
        """);

    internal HtmlText Inner(string basePath) => _budget is not null ? BudgetRow.Inner(_budget, basePath) : InnerOf(_registry!, basePath);

    private static HtmlText InnerOf(RegistryView registry, string basePath)
    {
        var exceeded = registry.Exceeded == 0 ? HtmlText.Empty : HtmlText.Of($"""<span class="chip exceeded">{registry.Exceeded:N0} exceeded</span>""");
        var nearly = registry.NearlySpent == 0 ? HtmlText.Empty : HtmlText.Of($"""<span class="chip warn90">{registry.NearlySpent:N0} nearly spent</span>""");
        var shown = registry.Shown.Count < registry.Count ? $", the {registry.Shown.Count} with the least room" : string.Empty;

        // Of those that are not shown, one is found by its key.
        var open = registry.Shown.Count == registry.Count ? HtmlText.Empty : HtmlText.Of(
            $"""<form class="open" action="{basePath}/budget">{BudgetHtml.Hidden("registry", registry.Template)}<label>Key <input name="budget" required autocomplete="off"></label><button class="button">Open</button></form>""");
        return HtmlText.Of(
            $"""
            <div class="who"><bdi>{SafeText.Of(registry.Template)}</bdi> <span class="count">{BudgetRow.Count(registry.Count, "budget", "budgets")}{shown}</span>{exceeded}{nearly}{open}<a class="more" href="{basePath}/api/budgets?registry={Uri.EscapeDataString(registry.Template)}">all as JSON</a></div>
            """);
    }
}
