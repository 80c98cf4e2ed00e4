using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>
/// A budget of a registry and how the registry refers to it: the registry holds the budget, has forgotten it (a weak reference), or has
/// given it up. Each change is one exchange of one field, so racing threads agree on one outcome.
/// </summary>
/// <threadsafety>Safe for use by several threads, except the members that the queue or the table guards.</threadsafety>
internal class RegistryEntry(BudgetEnforcer budget, decimal configuredLimit, long now)
{
    private static readonly object GivenUp = new();

    // A BudgetEnforcer: held. A WeakReference: forgotten. A Removal: removed, and to be closed. GivenUp: forgotten and collected.
    private object _reference = budget;
    private long _lastUsed = now;

    /// <summary>The limit as the options of the key have it. The lock of the tree guards it.</summary>
    internal decimal ConfiguredLimitNeedsLock { get; set; } = configuredLimit;

    /// <summary>When the registry was last asked for the budget, as a timestamp of its clock.</summary>
    internal long LastUsed => Volatile.Read(ref _lastUsed);

    /// <summary>The budget, where the registry holds it.</summary>
    internal BudgetEnforcer? Held => Volatile.Read(ref _reference) as BudgetEnforcer;

    /// <summary>Whether the budget is still there, held or forgotten.</summary>
    internal bool IsAlive => Alive is not null;

    /// <summary>The budget, held or forgotten; null where it is gone. How the registry refers to it stays as it is.</summary>
    internal BudgetEnforcer? Alive => Volatile.Read(ref _reference) switch
    {
        BudgetEnforcer held => held,
        WeakReference<BudgetEnforcer> forgotten when forgotten.TryGetTarget(out var budget) => budget,
        _ => null,
    };

    /// <summary>When the queue looks at this entry. The queue guards it.</summary>
    internal long DueAt { get; set; }

    /// <summary>The place among entries that are due at the same time; 0 outside the queue. The queue guards it.</summary>
    internal long Ticket { get; set; }

    /// <summary>Whether the table counts the budget as held. The table guards it.</summary>
    internal bool IsCounted { get; set; }

    internal void Touch(long now) => Volatile.Write(ref _lastUsed, now);

    /// <summary>Finds the budget, and holds it again where it was forgotten.</summary>
    internal bool TryKeep([NotNullWhen(true)] out BudgetEnforcer? budget, out bool wasForgotten)
    {
        wasForgotten = false;
        while (true)
        {
            var reference = Volatile.Read(ref _reference);
            budget = reference as BudgetEnforcer;
            if (budget is not null)
                return true;
            if (reference is not WeakReference<BudgetEnforcer> forgotten || !forgotten.TryGetTarget(out budget))
                return false;
            budget.Keeper?.Spare();
            if (TryReplace(forgotten, budget))
            {
                wasForgotten = true;
                return true;
            }
        }
    }

    /// <summary>Weakens the reference to a budget that is held; a <see cref="Keeper"/> watches over it from then on.</summary>
    /// <returns>Whether the budget was still held.</returns>
    internal bool TryForget(BudgetEnforcer budget, ReturnedEntries returned)
    {
        // A long weak reference still finds a budget that the collector found unreachable while its keeper has not decided yet.
        var forgotten = new WeakReference<BudgetEnforcer>(budget, trackResurrection: true);
        budget.KeepBy(new Keeper(budget, this, forgotten, returned));
        var isForgotten = TryReplace(budget, forgotten);
        GC.KeepAlive(budget);
        return isForgotten;
    }

    internal bool IsForgottenAs(WeakReference<BudgetEnforcer> forgotten) => Volatile.Read(ref _reference) == forgotten;

    /// <summary>Holds a forgotten budget again, because it is not as it was made.</summary>
    internal bool TryTakeBack(WeakReference<BudgetEnforcer> forgotten, BudgetEnforcer budget) => TryReplace(forgotten, budget);

    /// <summary>Gives up a forgotten budget, because it is as it was made.</summary>
    internal bool TryGiveUp(WeakReference<BudgetEnforcer> forgotten) => TryReplace(forgotten, GivenUp);

    /// <summary>Removes the budget. <see cref="CloseRemoved"/> must follow.</summary>
    /// <returns>Whether the budget was there; true for one caller only.</returns>
    internal bool TryRemove()
    {
        while (true)
        {
            var reference = Volatile.Read(ref _reference);
            var budget = reference as BudgetEnforcer;
            if (budget is null && !(reference is WeakReference<BudgetEnforcer> forgotten && forgotten.TryGetTarget(out budget)))
                return false;
            if (TryReplace(reference, new Removal(budget)))
                return true;
        }
    }

    /// <summary>
    /// Closes the budget if it was removed. Each thread that finds a removed budget closes it and waits for no other thread, so a listener
    /// that hangs in one <see cref="BudgetEnforcer.Close"/> does not block the key.
    /// </summary>
    internal void CloseRemoved()
    {
        if (Volatile.Read(ref _reference) is Removal removal)
            removal.Budget.Close();
    }

    private bool TryReplace(object present, object next) => Interlocked.CompareExchange(ref _reference, next, present) == present;

    private sealed record Removal(BudgetEnforcer Budget);
}

/// <summary>An entry with its key and the hash code of the key, which is computed once.</summary>
internal sealed class RegistryEntry<TKey>(TKey key, int hash, BudgetEnforcer budget, decimal configuredLimit, long now)
    : RegistryEntry(budget, configuredLimit, now)
{
    internal TKey Key { get; } = key;

    internal int Hash { get; } = hash;
}
