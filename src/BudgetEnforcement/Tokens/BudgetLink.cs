namespace BudgetEnforcement;

/// <summary>A source that is cancelled when a path is exceeded, known to each budget of the path until then.</summary>
/// <remarks>
/// The budgets know it strongly: callbacks that were registered with a token must run though its source was dropped. So each budget of the
/// path has a list of nodes, and the link takes its own out when it is disposed of or cancelled.
/// </remarks>
internal sealed class BudgetLink(BudgetEnforcer budget, CancellationTokenSource source) : IDisposable
{
    private BudgetLinkNode[] _nodes = [];

    public void Dispose() => budget.Unlink(this);

    internal void AttachNeedsLock()
    {
        var nodes = new List<BudgetLinkNode>();
        foreach (var state in budget.State.Path)
        {
            var node = new BudgetLinkNode(this, (BudgetEnforcer)state.Owner!);
            node.AttachNeedsLock();
            nodes.Add(node);
        }

        _nodes = [.. nodes];
    }

    internal void DetachNeedsLock()
    {
        foreach (var node in _nodes)
            node.DetachNeedsLock();
        _nodes = [];
    }

    internal void CancelNeedsLock()
    {
        DetachNeedsLock();
        SourceCancellation.Cancel(source, budget);
    }
}
