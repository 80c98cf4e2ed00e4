using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <content>What a registry needs to know of its budgets.</content>
public sealed partial class BudgetEnforcer
{
    internal Keeper? Keeper => Volatile.Read(ref _extras)?.Keeper;

    /// <summary>Makes a budget of which nothing outside knows: a registry may make several of a key and keeps one of them.</summary>
    internal static BudgetEnforcer CreateUnpublished(
        BudgetEnforcer? parent, BudgetOptions options, ILogger<BudgetEnforcer>? logger, TimeProvider clock, out decimal configuredLimit)
    {
        var copy = ValidCopy(options, parent?.Currency);
        configuredLimit = copy.Limit!.Value;
        return parent is null
            ? new BudgetEnforcer(copy, [], new BudgetTree(logger, clock), isPublished: false)
            : new BudgetEnforcer(copy, [parent], parent._tree, isPublished: false);
    }

    /// <summary>Begins to publish metrics, if the budget was given a name and is not closed yet.</summary>
    internal void Publish()
    {
        if (_givenName is null)
            return;
        BudgetMetrics.Publish(this);

        // Another thread may have closed it before it was published.
        bool isClosed;
        lock (_tree.Gate)
            isClosed = _state.IsClosed;
        if (isClosed)
            BudgetMetrics.Withdraw(this);
    }

    /// <summary>Refers to the keeper, so that it becomes unreachable when the budget does.</summary>
    internal void KeepBy(Keeper keeper)
    {
        lock (_tree.Gate)
            ExtrasNeedsLock.Keeper = keeper;
    }

    /// <summary>
    /// Whether a registry may still take the budget back although it is unreachable. A finalizer that ends what belongs to the budget asks
    /// first, and comes again where that is so.
    /// </summary>
    internal bool MayComeBack() => Keeper is { } keeper && keeper.TakesSpared();

    /// <summary>Whether the budget is as it was made, once the periods that are over are ended.</summary>
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
        lock (_tree.Gate)
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
