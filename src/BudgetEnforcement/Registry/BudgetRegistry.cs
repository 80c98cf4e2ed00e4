using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>Budgets on demand, one per key: per tenant, user or run. The first call for a key makes its budget.</summary>
/// <typeparam name="TKey">The type of the keys. The hash code of a key must not change.</typeparam>
/// <remarks>
/// <para>
/// With <see cref="BudgetRegistryOptions.ForgetAfter"/> the registry forgets budgets that were not asked for in that time and that are as
/// they were made: nothing spent, reserved or waiting, the limit as configured, no event handlers, not closed. Forgetting only weakens the
/// reference of the registry. Nothing is closed, and a caller that still holds the budget, a reservation, a token or a child of it may go
/// on: <see cref="GetOrAdd"/> finds the same budget again. A budget that was changed after it was forgotten comes back to the registry,
/// even if no caller holds it any more, so no spend is ever lost. If the budget of a key is gone, the registry asks for its options again.
/// </para>
/// <para>
/// The registry looks for budgets to forget as it is used: each call that makes a budget looks at a few, and the thread pool at the others.
/// It looks at each budget once in <see cref="BudgetRegistryOptions.ForgetAfter"/>, so a call does not get slower with the number of keys.
/// </para>
/// </remarks>
/// <threadsafety>
/// Every member may be called from any thread at any time, also from the function of the options, from the comparer, the clock and handlers
/// of events: none of those runs under a lock. The comparer must therefore be safe for use by several threads. Finding an existing budget
/// takes no lock.
/// </threadsafety>
public sealed partial class BudgetRegistry<TKey>
    where TKey : notnull
{
    private readonly BudgetEnforcer? _parent;
    private readonly Func<TKey, BudgetOptions> _options;
    private readonly ILogger<BudgetEnforcer>? _budgetLogger;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly RegistryTable<TKey> _table;

    // The fields below are for forgetting. The time after which budgets are forgotten is in ticks of the clock's timestamps; 0 for never.
    private readonly long _forgetAfter;
    private readonly IdleQueue _idle = new();
    private readonly ReturnedEntries _returned = new();
    private long _lastReading;
    private int _isSweepQueued;

    // How often options were asked for anew, so that a budget that is made meanwhile does not keep older ones.
    private int _reloads;

    /// <summary>Makes a registry without budgets.</summary>
    /// <param name="parent">The budget that all of them count against too; <see langword="null"/>: each is the root of a tree of its own.</param>
    /// <param name="options">
    /// Makes the options of the budget of a key. <see cref="GetOrAdd"/> calls it, outside every lock, for a key that has no budget. Several
    /// threads that ask for one key at the same time may each call it; one result counts. It may use the registry. What it throws comes out
    /// of <see cref="GetOrAdd"/>, and the key stays without a budget.
    /// </param>
    /// <param name="settings">When to forget and how many to hold; <see langword="null"/>: never, and any number.</param>
    /// <param name="comparer">Compares keys; the default of the type if <see langword="null"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <see cref="BudgetRegistryOptions.ForgetAfter"/> is not above 0, or <see cref="BudgetRegistryOptions.Capacity"/> is below 1.
    /// </exception>
    public BudgetRegistry(
        BudgetEnforcer? parent,
        Func<TKey, BudgetOptions> options,
        BudgetRegistryOptions? settings = null,
        IEqualityComparer<TKey>? comparer = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var valid = (settings ?? new BudgetRegistryOptions()).ValidCopy(nameof(settings));
        _parent = parent;
        _options = options;
        _budgetLogger = valid.Logger;
        _logger = parent?.Logger ?? new SafeLogger(valid.Logger);
        _clock = parent?.TimeProvider ?? valid.TimeProvider ?? TimeProvider.System;
        _table = new RegistryTable<TKey>(comparer ?? EqualityComparer<TKey>.Default, valid.Capacity ?? int.MaxValue);
        _forgetAfter = valid.ForgetAfter is { } time ? TimestampTicks(time, _clock) : 0;
    }

    /// <summary>The keys that have a budget now, including those of forgotten budgets that are still alive.</summary>
    /// <remarks>
    /// A snapshot, which takes a walk over all keys to make. It may or may not have keys that other threads add or remove meanwhile.
    /// </remarks>
    public IReadOnlyCollection<TKey> Keys
    {
        get
        {
            var keys = new List<TKey>();
            foreach (var entry in _table.Entries)
            {
                if (entry.IsAlive)
                    keys.Add(entry.Key);
            }

            return keys;
        }
    }

    /// <summary>
    /// The budgets that there are now, with their keys, including forgotten ones that are still alive. Looking at them does not count as use:
    /// the time after which a budget is forgotten goes on.
    /// </summary>
    /// <remarks>
    /// A snapshot, which takes a walk over all keys to make, as <see cref="Keys"/> does. It keeps the budgets in it alive.
    /// </remarks>
    public IReadOnlyList<KeyValuePair<TKey, BudgetEnforcer>> Budgets
    {
        get
        {
            var budgets = new List<KeyValuePair<TKey, BudgetEnforcer>>();
            foreach (var entry in _table.Entries)
            {
                if (entry.Alive is { } budget)
                    budgets.Add(new(entry.Key, budget));
            }

            return budgets;
        }
    }

    /// <summary>Gets the budget of a key, and makes it where there is none. All concurrent callers get the same one.</summary>
    /// <param name="key">The key of the budget.</param>
    /// <returns>The budget of the key, the same one for as long as it is not removed and a reference to it is kept.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The options of the key are not valid; the message names every error.</exception>
    /// <exception cref="InvalidOperationException">
    /// The registry holds <see cref="BudgetRegistryOptions.Capacity"/> budgets and may forget none of them, or the options of the key are
    /// <see langword="null"/>. Nothing was changed.
    /// </exception>
    public BudgetEnforcer GetOrAdd(TKey key)
    {
        var hash = HashOf(key);
        var now = Now();
        if (Use(_table.Find(key, hash, out _), now) is not { } budget)
            return Add(key, hash, now);
        QueueSweepIfDue(now);
        return budget;
    }

    /// <summary>
    /// Gets the budget of a key if it has one. This counts as use: the time after which the budget is forgotten starts again.
    /// </summary>
    /// <param name="key">The key of the budget.</param>
    /// <param name="budget">The budget of the key; <see langword="null"/> where it has none.</param>
    /// <returns>Whether the key has a budget.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is <see langword="null"/>.</exception>
    public bool TryGet(TKey key, [NotNullWhen(true)] out BudgetEnforcer? budget)
    {
        var hash = HashOf(key);
        var now = Now();
        var entry = _table.Find(key, hash, out _);
        budget = Use(entry, now);
        QueueSweepIfDue(now);
        if (budget is not null)
            return true;

        // Another thread may be removing the budget. Count it as no longer held, so that its place is free when the caller learns that it
        // is gone.
        if (entry is not null)
            _table.Recount(entry);
        return false;
    }

    /// <summary>
    /// Removes the budget of a key and closes it, as <see cref="BudgetEnforcer.Close"/> does: it admits nothing any more, and what is still
    /// committed to it counts, on it and its parent. The next <see cref="GetOrAdd"/> of the key makes a new one, which has spent nothing.
    /// </summary>
    /// <param name="key">The key of the budget.</param>
    /// <returns>Whether the key had a budget; of several concurrent callers, true for one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is <see langword="null"/>.</exception>
    public bool TryRemove(TKey key)
    {
        var entry = _table.Find(key, HashOf(key), out _);
        if (entry is null || !entry.TryRemove())
            return false;
        _table.Recount(entry);
        _idle.Remove(entry);
        CloseRemoved(entry);
        return true;
    }

    private static InvalidOperationException Full() => new(
        "The registry holds as many budgets as its Capacity lets it, and may forget none of them. Nothing was changed.");

    private static void ThrowNoKey() => throw new ArgumentNullException("key");

    private int HashOf(TKey key)
    {
        // Without optimization, comparing a value type with null boxes it.
        if (!typeof(TKey).IsValueType && key is null)
            ThrowNoKey();
        return _table.HashOf(key!);
    }

    private BudgetEnforcer Add(TKey key, int hash, long now)
    {
        LookAtSome(now);
        BudgetEnforcer? made = null;
        RegistryEntry<TKey>? added = null;
        var reloads = 0;
        while (true)
        {
            var entry = _table.Find(key, hash, out var chain);
            if (Use(entry, now) is { } present)
                return present;
            if (entry is not null)
            {
                CloseRemoved(entry);
            }
            else if (!TryMakePlace(now))
            {
                if (_table.IsFullBeside(chain, hash))
                    throw Full();
            }
            else if (made is null || added is null)
            {
                // Foreign code runs here, so look again afterwards.
                reloads = Volatile.Read(ref _reloads);
                made = Make(key, out var limit);
                added = new RegistryEntry<TKey>(key, hash, made, limit, now);
            }
            else if (_table.TryAdd(added, chain))
            {
                made.Publish();
                Await(added, now);
                if (Volatile.Read(ref _reloads) != reloads)
                    FollowReload(added, made);
                return made;
            }
        }
    }

    private BudgetEnforcer Make(TKey key, out decimal limit) =>
        BudgetEnforcer.CreateUnpublished(_parent, OptionsOf(key), _budgetLogger, _clock, out limit);

    private BudgetOptions OptionsOf(TKey key)
    {
        // Options that ask for their own key recurse without end. This throws before the stack overflows.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return _options(key) ?? throw new InvalidOperationException("The options of a key are null. Nothing was changed.");
    }

    /// <summary>Finds the budget of an entry and counts that as use; null where there is none.</summary>
    private BudgetEnforcer? Use(RegistryEntry<TKey>? entry, long now)
    {
        if (entry is null || !entry.TryKeep(out var budget, out var wasForgotten))
            return null;
        if (_forgetAfter == 0)
            return budget;
        entry.Touch(now);
        if (wasForgotten)
            NoteHeldAgain(entry);
        return budget;
    }

    // Close the budget first, so that no key ever has two open budgets.
    private void CloseRemoved(RegistryEntry<TKey> entry)
    {
        entry.CloseRemoved();
        _table.Remove(entry);
    }
}
