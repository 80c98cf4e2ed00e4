using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <content>The members that a registry uses.</content>
public sealed partial class BudgetEnforcer
{
    internal Keeper? Keeper => Volatile.Read(ref _extras)?.Keeper;

    /// <summary>Makes a budget without metrics, because a registry may make several budgets for a key and keeps only one.</summary>
    internal static BudgetEnforcer CreateUnpublished(
        BudgetEnforcer? parent, BudgetOptions options, ILogger<BudgetEnforcer>? logger, TimeProvider clock, out decimal configuredLimit)
    {
        var copy = ValidCopy(options, parent?.Currency);
        configuredLimit = copy.Limit!.Value;
        return parent is null
            ? new BudgetEnforcer(copy, [], new BudgetTree(logger, clock), isPublished: false)
            : new BudgetEnforcer(copy, [parent], parent._tree, isPublished: false);
    }

    /// <summary>Starts to publish metrics, if the budget was given a name and is not closed.</summary>
    internal void Publish()
    {
        if (_givenName is null)
            return;
        BudgetMetrics.Publish(this);

        // Another thread may have closed the budget before it was published.
        bool isClosed;
        using (_tree.Gate.EnterScope())
            isClosed = _state.IsClosed;
        if (isClosed)
            BudgetMetrics.Withdraw(this);
    }

    /// <summary>Refers to the keeper, so that both become unreachable at the same time.</summary>
    internal void KeepBy(Keeper keeper)
    {
        using (_tree.Gate.EnterScope())
            ExtrasNeedsLock.Keeper = keeper;
    }

    /// <summary>
    /// Whether a registry may still take the unreachable budget back. Finalizers of parts of the budget ask this first; where it is true,
    /// they do nothing and run again later.
    /// </summary>
    internal bool TryPostponeFinalization() => Keeper is { } keeper && keeper.TryPostpone();

    /// <summary>Whether the budget is as it was made, after due periods have begun.</summary>
    internal bool IsForgettable(decimal configuredLimit)
    {
        using (LockTree(inBackground: true))
        {
            return IsForgettableNeedsLock(configuredLimit);
        }
    }

    /// <summary>Whether the budget is as it was made. It calls no foreign code, so a finalizer may ask.</summary>
    internal bool IsForgettableAsItStands(decimal configuredLimit)
    {
        using (_tree.Gate.EnterScope())
            return IsForgettableNeedsLock(configuredLimit);
    }

    private bool IsForgettableNeedsLock(decimal configuredLimit) =>
        _state.Spent.IsZero
        && _state.Reserved.IsZero
        && _state.OpenReservations == 0
        && _state.Claims is null
        && !_state.IsClosed
        && _state.Limit == Money.From(configuredLimit)
        && _extras is null or { ThresholdCrossed: null, PeriodEnded: null, Links: null };
}
