namespace BudgetEnforcement.AspNetCore;

/// <summary>The parts of a page that live, as of one instant.</summary>
/// <param name="Structure">The same as long as the page has the same lines in the same order; a page that has another one is loaded anew.</param>
/// <param name="Parts">The contents of each part, by the id of its element.</param>
/// <threadsafety>Immutable.</threadsafety>
internal sealed record LiveParts(string Structure, IReadOnlyDictionary<string, string> Parts)
{
    /// <summary>Stands for the address of the page, which each watcher may know by another one.</summary>
    internal const string BasePath = "@@base@@";

    /// <summary>What is other than before; everything where there was nothing before.</summary>
    internal LiveMessageJson ChangesSince(LiveParts? before, string basePath) => new()
    {
        Structure = Structure,
        Parts = Parts
            .Where(part => before?.Parts.GetValueOrDefault(part.Key) != part.Value)
            .ToDictionary(part => part.Key, part => part.Value.Replace(BasePath, basePath, StringComparison.Ordinal), StringComparer.Ordinal),
    };
}
