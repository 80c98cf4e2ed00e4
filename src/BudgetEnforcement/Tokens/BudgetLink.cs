namespace BudgetEnforcement;

/// <summary>Links a source to each budget of a path, until the path is exceeded and the source cancelled.</summary>
/// <remarks>
/// The budgets hold strong references to the link: callbacks that are registered with a token must run even if its source is dropped. So
/// each budget of the path has a list of nodes, and the link removes its own nodes when it is disposed of or cancelled.
/// </remarks>
internal sealed class BudgetLink(BudgetEnforcer budget, CancellationTokenSource source) : IDisposable
{
    private readonly List<BudgetLinkNode> _nodes = [];

    public void Dispose() => budget.Unlink(this);

    internal void AttachNeedsLock()
    {
        foreach (var state in budget.State.Path)
        {
            var node = new BudgetLinkNode(this, (BudgetEnforcer)state.Owner!);
            node.AttachNeedsLock();
            _nodes.Add(node);
        }
    }

    internal void DetachNeedsLock()
    {
        foreach (var node in _nodes)
            node.DetachNeedsLock();
        _nodes.Clear();
    }

    internal void CancelNeedsLock()
    {
        DetachNeedsLock();
        SourceCancellation.Cancel(source, budget);
    }
}
