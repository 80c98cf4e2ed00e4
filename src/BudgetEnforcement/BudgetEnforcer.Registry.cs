using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <content>What a registry needs to know of its budgets.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>What watches over this budget since a registry forgot it: unreachable as soon as the budget is.</summary>
    internal Keeper? Keeper { get; set; }

    /// <summary>Makes a budget of which nothing outside knows: a registry may make several of a key and keeps one of them.</summary>
    internal static BudgetEnforcer CreateUnpublished(
        BudgetEnforcer? parent, BudgetOptions options, ILogger<BudgetEnforcer>? logger, TimeProvider clock, out decimal configuredLimit)
    {
        var copy = ValidCopy(options, parent?.Currency);
        configuredLimit = copy.Limit!.Value;
        return new BudgetEnforcer(copy, parent, parent?._tree ?? new BudgetTree(logger, clock), isPublished: false);
    }

    /// <summary>Begins to publish metrics, if the budget was given a name.</summary>
    internal void Publish()
    {
        if (_givenName is not null)
            BudgetMetrics.Publish(this);
    }

    /// <summary>Whether the budget is as it was made, once the periods that are over are ended.</summary>
    internal bool IsForgettable(decimal configuredLimit)
    {
        var now = Now();
        bool isForgettable, hasPeriodEnded;
        lock (_tree.Gate)
        {
            var periodEnd = _state.NextPeriodEnd();
            EnterNeedsLock(now);
            hasPeriodEnded = _state.NextPeriodEnd() != periodEnd;
            isForgettable = IsForgettableNeedsLock(configuredLimit);
        }

        // The caller asks on behalf of another key, so it must not wait for the listeners of this one.
        if (hasPeriodEnded)
            ThreadPool.UnsafeQueueUserWorkItem(static tree => tree.Tell(), _tree, preferLocal: false);
        return isForgettable;
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
        && WaitersNeedsLock == 0
        && _state.Limit == Money.From(configuredLimit)
        && ThresholdCrossed is null
        && PeriodEnded is null;
}
