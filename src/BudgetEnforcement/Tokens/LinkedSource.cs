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

    // The registration may be running already when it is taken back.
    private void CancelUnlessDisposed()
    {
        _link?.Dispose();
        try
        {
            Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Then there is nothing left to cancel.
        }
    }
}
