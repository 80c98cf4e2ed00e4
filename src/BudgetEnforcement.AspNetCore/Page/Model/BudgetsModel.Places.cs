namespace BudgetEnforcement.AspNetCore;

/// <content>Where each budget stands in the tree, and the nodes of the ledger.</content>
internal sealed partial class BudgetsModel
{
    // A store is asked at most this often, however many look at the page.
    private static readonly TimeSpan NodesKept = TimeSpan.FromSeconds(2);

    /// <summary>Reads the nodes of the ledger; null where it does not answer. At most one question is under way.</summary>
    internal async Task<IReadOnlyList<LedgerNodeInfo>?> ReadNodesAsync(bool afresh, CancellationToken cancellationToken)
    {
        if (_ledger is null)
            return [];
        Task<IReadOnlyList<LedgerNodeInfo>> task;
        var now = Now; // The clock is foreign code.
        lock (_nodesLock)
        {
            if (_nodesTask is null || (_nodesTask.IsCompleted && (afresh || now - _nodesAskedAt >= NodesKept)))
            {
                _nodesAskedAt = now;
                _nodesTask = AskAsync(_ledger);
            }

            task = _nodesTask;
        }

        try
        {
            return _nodes = await task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is BudgetLedgerException or ObjectDisposedException)
        {
            return _nodes = null;
        }

        static async Task<IReadOnlyList<LedgerNodeInfo>> AskAsync(BudgetLedger ledger) => await ledger.GetNodesAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private LedgerView? ReadLedger() => _ledger is null ? null : new LedgerView(_ledger.State, _nodes);

    private Dictionary<BudgetEnforcer, Place> Places()
    {
        var places = new Dictionary<BudgetEnforcer, Place>(ReferenceEqualityComparer.Instance);
        foreach (var key in Keys)
        {
            if (_catalog!.TryGet(key, out var budget))
                places.TryAdd(budget, new Place(key, budget));
        }

        return places;
    }

    private static string? KeyOfParent(BudgetEnforcer budget, Dictionary<BudgetEnforcer, Place> places) =>
        budget.Parent is { } parent && places.TryGetValue(parent, out var place) ? place.Key : null;

    // Without recursion: chains of parents may be deep.
    private static List<Place> InTreeOrder(Dictionary<BudgetEnforcer, Place> places)
    {
        var children = new Dictionary<BudgetEnforcer, List<Place>>(ReferenceEqualityComparer.Instance);
        var roots = new List<Place>();
        foreach (var place in places.Values)
        {
            if (place.Budget.Parent is not { } parent || !places.TryGetValue(parent, out var above))
            {
                roots.Add(place);
                continue;
            }

            place.ParentKey = above.Key;
            if (!children.TryGetValue(parent, out var beside))
                children.Add(parent, beside = []);
            beside.Add(place);
        }

        var order = new List<Place>(places.Count);
        var next = new Stack<Place>(Enumerable.Reverse(roots));
        while (next.TryPop(out var place))
        {
            order.Add(place);
            if (!children.TryGetValue(place.Budget, out var beneath))
                continue;
            foreach (var child in Enumerable.Reverse(beneath))
            {
                child.Depth = place.Depth + 1;
                next.Push(child);
            }
        }

        return order;
    }

    private sealed class Place(string key, BudgetEnforcer budget)
    {
        internal string Key => key;

        internal BudgetEnforcer Budget => budget;

        internal string? ParentKey { get; set; }

        internal int Depth { get; set; }
    }
}
