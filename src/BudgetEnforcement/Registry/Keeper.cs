namespace BudgetEnforcement;

/// <summary>
/// Watches over a forgotten budget. The user of a budget may hold it longer than the registry does and spend on it later, and recorded
/// spend must not be lost. So when the collector finds the budget unreachable, the keeper decides: one that is as it was made goes, any
/// other goes back to the registry.
/// </summary>
/// <remarks>A budget refers to its keeper, and the keeper to the budget, so both become unreachable at the same time.</remarks>
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

    // Reads no clock and logs nothing: the thread of the finalizers is no place for foreign code.
    ~Keeper()
    {
        // A budget that was found again in the meantime has another keeper by now, or needs none.
        if (!_entry.IsForgottenAs(_forgotten))
            return;
        var isAsMade = _budget.IsForgettableAsItStands(_entry.ConfiguredLimit);
        if (!isAsMade)
            Spare();
        if (isAsMade ? _entry.TryGiveUp(_forgotten) : _entry.TryTakeBack(_forgotten, _budget))
            _returned.Add(_entry);
    }

    /// <summary>Takes note that the budget is about to be held again, though finalizers of what belongs to it may be waiting to run.</summary>
    internal void Spare() => Volatile.Write(ref _isSpared, 1);

    /// <summary>
    /// Whether a finalizer of what belongs to the budget came too early: it is not decided what becomes of the budget, or it is held again.
    /// True once for each time that it is held again, so that what is gone with its registry does not come back without end.
    /// </summary>
    internal bool TakesSpared() => _entry.IsForgottenAs(_forgotten) || Interlocked.Exchange(ref _isSpared, 0) == 1;
}
