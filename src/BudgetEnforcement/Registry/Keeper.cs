namespace BudgetEnforcement;

/// <summary>
/// Watches over a forgotten budget. A user may hold a budget longer than the registry does and spend on it later, and recorded spend must
/// not be lost. So when the collector finds the budget unreachable, the keeper decides: it gives up a budget that is as it was made, and
/// returns any other to the registry.
/// </summary>
/// <remarks>The budget and its keeper refer to each other, so both become unreachable at the same time.</remarks>
internal sealed class Keeper
{
    private readonly BudgetEnforcer _budget;
    private readonly RegistryEntry _entry;
    private readonly WeakReference<BudgetEnforcer> _forgotten;
    private readonly ReturnedEntries _returned;
    private int _isSpared;

    internal Keeper(BudgetEnforcer budget, RegistryEntry entry, WeakReference<BudgetEnforcer> forgotten, ReturnedEntries returned)
    {
        _budget = budget;
        _entry = entry;
        _forgotten = forgotten;
        _returned = returned;
    }

    // Reads no clock and logs nothing, because foreign code must not run on the finalizer thread.
    ~Keeper()
    {
        // A budget that was found again in the meantime has another keeper or needs none.
        if (!_entry.IsForgottenAs(_forgotten))
            return;
        var isAsMade = _budget.IsForgettableAsItStands(_entry);
        if (!isAsMade)
            Spare();
        if (isAsMade ? _entry.TryGiveUp(_forgotten) : _entry.TryTakeBack(_forgotten, _budget))
            _returned.Add(_entry);
    }

    /// <summary>Notes that the registry is about to hold the budget again, while finalizers of its parts may be waiting to run.</summary>
    internal void Spare() => Volatile.Write(ref _isSpared, 1);

    /// <summary>
    /// Whether a finalizer of a part of the budget runs too early: the keeper has not decided yet, or the registry holds the budget again.
    /// It is true once for each time that the budget is held again, so that finalizers end when the registry itself is unreachable.
    /// </summary>
    internal bool TryPostpone() => _entry.IsForgottenAs(_forgotten) || Interlocked.Exchange(ref _isSpared, 0) == 1;
}
