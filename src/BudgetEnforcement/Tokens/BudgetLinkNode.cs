namespace BudgetEnforcement;

/// <summary>The place of a link in the list of one budget.</summary>
internal sealed class BudgetLinkNode(BudgetLink link, BudgetEnforcer budget)
{
    private BudgetLinkNode? _previous;
    private BudgetLinkNode? _next;

    internal BudgetLink Link { get; } = link;

    internal void AttachNeedsLock()
    {
        ref var first = ref budget.LinksNeedsLock;
        _next = first;
        if (first is not null)
            first._previous = this;
        first = this;
    }

    internal void DetachNeedsLock()
    {
        if (_previous is not null)
            _previous._next = _next;
        else
            budget.LinksNeedsLock = _next;
        if (_next is not null)
            _next._previous = _previous;
        (_previous, _next) = (null, null);
    }
}
