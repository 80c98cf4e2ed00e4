namespace BudgetEnforcement;

/// <content>Tokens that are cancelled when the budget is exceeded.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>
    /// A token that is cancelled the moment the spend of this budget or one above it passes its limit; exactly at the limit nothing
    /// happens. A caller that spends only what was admitted never sees it cancelled.
    /// </summary>
    /// <remarks>
    /// While the budget is exceeded, a token read here is cancelled already, so it never disagrees with <see cref="IsBudgetExceeded"/>.
    /// When that ends, by a refund, a higher limit or a reset, the next one read is fresh; those handed out before stay cancelled.
    /// Callbacks run on the thread pool, so a source that the framework links to this token is cancelled later: link with
    /// <see cref="CreateLinkedTokenSource"/>.
    /// </remarks>
    public CancellationToken ExceededToken
    {
        get
        {
            using (LockTree())
                return ExceededTokenNeedsLock();
        }
    }

    /// <summary>
    /// Makes a source whose token is cancelled the moment the spend of this budget or one above it passes its limit, and when another token
    /// is: for a loop that polls, it is cancelled at once, also while the thread pool is busy.
    /// </summary>
    /// <param name="cancellationToken">A token whose cancellation cancels it too.</param>
    /// <returns>
    /// A source, cancelled already while the budget is exceeded. Callbacks of a crossing run on the thread pool. Dispose of it: until then
    /// it keeps the budget alive.
    /// </returns>
    public CancellationTokenSource CreateLinkedTokenSource(CancellationToken cancellationToken = default) =>
        new LinkedSource(this, cancellationToken);

    /// <summary>Cancels a source the moment the path is exceeded, until the link is disposed of; at once where it is exceeded already.</summary>
    /// <returns>The link; <see langword="null"/> where the source was cancelled at once.</returns>
    internal BudgetLink? Link(CancellationTokenSource source)
    {
        BudgetLink? link = null;
        using (LockTree())
        {
            if (_state.PathStatus != BudgetStatus.Exceeded)
                link = new BudgetLink(this, source);
            link?.AttachNeedsLock();
        }

        if (link is null)
            source.Cancel();
        return link;
    }

    internal void Unlink(BudgetLink link)
    {
        lock (_tree.Gate)
            link.DetachNeedsLock();
    }

    internal ref BudgetLinkNode? LinksNeedsLock => ref ExtrasNeedsLock.Links;

    /// <summary>Logs what a callback on one of its tokens threw.</summary>
    internal void LogCallbackFailure(Exception exception) => _tree.Telemetry.CallbackFailed(this, exception);

    private CancellationToken ExceededTokenNeedsLock()
    {
        var isExceeded = _state.PathStatus == BudgetStatus.Exceeded;
        var extras = ExtrasNeedsLock;
        if (extras.ExceededSource is null || (extras.ExceededSource.IsCancellationRequested && !isExceeded))
        {
            if (isExceeded)
                return new CancellationToken(canceled: true);
            extras.ExceededSource = new ExceededSource(this);
            MakeKnownNeedsLock();
        }

        return extras.ExceededSource.Token;
    }

    /// <summary>Lets every ancestor find this budget, weakly, so what is dropped is gone.</summary>
    private void MakeKnownNeedsLock()
    {
        // Not recursive: a tree may be deeper than a stack.
        var unknown = new Stack<BudgetEnforcer>([this]);
        while (unknown.TryPop(out var budget))
        {
            if (budget.ExtrasNeedsLock.IsKnownToParents)
                continue;
            budget.ExtrasNeedsLock.IsKnownToParents = true;
            foreach (var parent in budget.Parents)
            {
                (parent.ExtrasNeedsLock.ChildrenWithTokens ??= new()).Add(budget);
                unknown.Push(parent);
            }
        }
    }

    /// <summary>Cancels every token of these budgets and of all below them, each once.</summary>
    private static void CancelTokensNeedsLock(List<BudgetEnforcer> exceeded)
    {
        if (exceeded.Count == 0)
            return;
        var seen = new HashSet<BudgetEnforcer>();
        var waiting = new Stack<BudgetEnforcer>(exceeded);
        var children = new List<BudgetEnforcer>();
        while (waiting.TryPop(out var budget))
        {
            if (!seen.Add(budget) || budget._extras is not { } extras)
                continue;
            extras.ExceededSource?.CancelNeedsLock();
            while (extras.Links is { } node)
                node.Link.CancelNeedsLock();
            children.Clear();
            extras.ChildrenWithTokens?.CopyLivingTo(children);
            children.ForEach(waiting.Push);
        }
    }
}
