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
    internal bool IsForgettable(RegistryEntry entry)
    {
        using (LockTree(inBackground: true))
        {
            return IsForgettableNeedsLock(entry);
        }
    }

    /// <summary>Whether the budget is as it was made. It calls no foreign code, so a finalizer may ask.</summary>
    internal bool IsForgettableAsItStands(RegistryEntry entry)
    {
        using (_tree.Gate.EnterScope())
            return IsForgettableNeedsLock(entry);
    }

    /// <summary>
    /// Applies the options that a key has now: what may change while a budget lives, and the limit where it is as the entry has it and is
    /// meant for the same period and currency.
    /// </summary>
    /// <returns>Whether the limit is another now. The registry logs that, once for all; one that brings a crossing is logged here.</returns>
    /// <exception cref="ArgumentException">The options are not valid; nothing was changed.</exception>
    internal bool FollowOptions(BudgetOptions options, RegistryEntry entry)
    {
        var copy = ValidCopy(options, Parent?.Currency);

        // A limit for a month is no limit for a day.
        var isOfSamePeriod = copy.Period == (_state.Calendar?.Period ?? BudgetPeriod.None)
            && (copy.Currency ?? Parent?.Currency ?? MoneyText.DefaultCurrency) == Currency;
        using (LockTree(inBackground: true))
        {
            var appliesLimit = isOfSamePeriod && _state.Limit == Money.From(entry.ConfiguredLimitNeedsLock);
            if (appliesLimit)
                entry.ConfiguredLimitNeedsLock = copy.Limit!.Value;
            return ReconfigureNeedsLock(copy, appliesLimit) is not null;
        }
    }

    private bool IsForgettableNeedsLock(RegistryEntry entry) =>
        _state.Spent.IsZero
        && _state.Reserved.IsZero
        && _state.OpenReservations == 0
        && _state.Claims is null
        && !_state.IsClosed
        && _state.Limit == Money.From(entry.ConfiguredLimitNeedsLock)
        && _extras is null or { ThresholdCrossed: null, PeriodEnded: null, Links: null };
}
