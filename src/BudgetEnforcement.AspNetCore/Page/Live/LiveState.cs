namespace BudgetEnforcement.AspNetCore;

/// <summary>The parts of the page that live, as of one instant.</summary>
/// <param name="Structure">The same as long as the page has the same lines in the same order.</param>
/// <param name="Parts">The contents of each part, by the id of its element.</param>
/// <threadsafety>Immutable.</threadsafety>
internal sealed record LiveState(string Structure, IReadOnlyDictionary<string, string> Parts)
{
    /// <summary>Stands for the address of the page, which each watcher may know by another one.</summary>
    internal const string BasePath = "@@base@@";

    internal static LiveState Of(BudgetsSnapshot snapshot)
    {
        var lines = PageHtml.Lines(snapshot).ToList();
        var parts = new Dictionary<string, string>(lines.Count + 3, StringComparer.Ordinal)
        {
            ["clock"] = PageHtml.Clock(snapshot).ToString(),
            ["verdict"] = Verdict.Inner(snapshot, BasePath).ToString(),
            ["nodes"] = NodesHtml.Inner(snapshot, BasePath).ToString(),
        };
        foreach (var line in lines)
            parts[line.Id] = line.Inner(BasePath).ToString();
        return new LiveState(string.Join(' ', lines.Select(line => line.Id)), parts);
    }

    /// <summary>What is other than before; everything where there was nothing before.</summary>
    internal Dictionary<string, string> ChangesSince(LiveState? before, string basePath) => Parts
        .Where(part => before?.Parts.GetValueOrDefault(part.Key) != part.Value)
        .ToDictionary(part => part.Key, part => part.Value.Replace(BasePath, basePath, StringComparison.Ordinal), StringComparer.Ordinal);
}
