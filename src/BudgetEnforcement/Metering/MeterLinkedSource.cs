namespace BudgetEnforcement;

/// <summary>A source that is cancelled at the moment a meter is exhausted, its path is exceeded or a token of the caller is cancelled.</summary>
internal sealed class MeterLinkedSource : CancellationTokenSource
{
    private readonly CostMeter _meter;
    private readonly BudgetLink? _ofBudget;
    private CancellationTokenRegistration _fromCaller;

    /// <param name="meter">The meter.</param>
    /// <param name="budget">Its budget.</param>
    internal MeterLinkedSource(CostMeter meter, BudgetEnforcer budget)
    {
        _meter = meter;

        // Link the source to the budget directly: a callback of another token would come late, from the pool.
        _ofBudget = budget.Link(this);
    }

    /// <summary>The neighbours of the source in the list of the meter, guarded by the lock of the meter.</summary>
    internal MeterLinkedSource? PreviousNeedsLock { get; set; }

    /// <inheritdoc cref="PreviousNeedsLock"/>
    internal MeterLinkedSource? NextNeedsLock { get; set; }

    internal void LinkTo(CancellationToken cancellationToken) =>
        _fromCaller = cancellationToken.UnsafeRegister(static self => ((MeterLinkedSource)self!).CancelAtOnce(), this);

    internal void CancelAtOnce() => _meter.CancelAtOnce(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _meter.Unlink(this);
            _fromCaller.Unregister();
            _ofBudget?.Dispose();
        }

        base.Dispose(disposing);
    }
}
