namespace BudgetEnforcement;

/// <content>Options that have changed.</content>
public sealed partial class BudgetRegistry<TKey>
{
    /// <summary>
    /// Asks for the options of every key again, and applies what may change while a budget lives: thresholds, alerts, the bounds of waiters and
    /// waits, and the limit of a budget that still has the one of its options. One that was topped up keeps its own; so does one whose options
    /// have another period or currency now, because a limit for a month is no limit for a day.
    /// </summary>
    /// <returns>How many budgets have another limit now.</returns>
    /// <remarks>
    /// Budgets whose limit this changes are as they were made, so they can still be forgotten. What the function of the options throws comes
    /// out, and so does <see cref="ArgumentException"/> where its options are not valid: budgets before that key have theirs, the others not.
    /// </remarks>
    /// <exception cref="ArgumentException">The options of a key are not valid; the message names every error.</exception>
    /// <exception cref="InvalidOperationException">The options of a key are <see langword="null"/>.</exception>
    public int Reload()
    {
        Interlocked.Increment(ref _reloads);
        var changed = 0;
        try
        {
            foreach (var entry in _table.Entries)
            {
                if (entry.Alive is { } budget && budget.FollowOptions(OptionsOf(entry.Key), entry))
                    changed++;
            }
        }
        finally
        {
            if (changed > 0)
                RegistryLog.RegistryReloaded(_logger, changed);
        }

        return changed;
    }

    /// <summary>Follows a reload that came while the budget was made, and may not have seen it.</summary>
    private void FollowReload(RegistryEntry<TKey> added, BudgetEnforcer made)
    {
        try
        {
            made.FollowOptions(OptionsOf(added.Key), added);
        }
#pragma warning disable CA1031 // The budget is there with options that were valid a moment ago; the caller that asked for it gets it.
        catch
#pragma warning restore CA1031
        {
        }
    }
}
