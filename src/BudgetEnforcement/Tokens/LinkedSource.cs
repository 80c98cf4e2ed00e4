namespace BudgetEnforcement;

/// <summary>A source that is cancelled when the path of a budget is exceeded, and when another token is.</summary>
internal sealed class LinkedSource : CancellationTokenSource
{
    private readonly BudgetLink? _link;
    private readonly CancellationTokenRegistration _outer;

    internal LinkedSource(BudgetEnforcer budget, CancellationToken cancellationToken)
    {
        _link = budget.Link(this);
        _outer = cancellationToken.UnsafeRegister(static source => ((LinkedSource)source!).CancelUnlessDisposed(), this);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _link?.Dispose();
            _outer.Unregister();
        }

        base.Dispose(disposing);
    }

    // The callback may already run when Dispose unregisters it.
    private void CancelUnlessDisposed()
    {
        _link?.Dispose();
        try
        {
            Cancel();
        }
        catch (ObjectDisposedException)
        {
            // A disposed source needs no cancellation.
        }
    }
}
