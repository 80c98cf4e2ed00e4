namespace BudgetEnforcement.AspNetCore;

/// <summary>
/// A state of all budgets that watchers are told about. The parts of a page are made when the first watcher of such a page needs them.
/// </summary>
/// <threadsafety>Safe for use by several threads.</threadsafety>
internal sealed class LiveState(BudgetsSnapshot snapshot)
{
    private readonly Lazy<LiveParts> _all = new(() => PageHtml.Parts(snapshot, LiveParts.BasePath));

    /// <summary>The page of all budgets.</summary>
    internal LiveParts All => _all.Value;

    /// <summary>The budget of the container as it was; null where it has none of that key.</summary>
    internal BudgetView? Find(BudgetRef which) => snapshot.Budgets.FirstOrDefault(view => view.Ref == which);
}
