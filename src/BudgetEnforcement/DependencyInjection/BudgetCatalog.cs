using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement;

/// <summary>All budgets of a container, by key: those that were added in code, those of sources, and those that were added later.</summary>
/// <remarks>A container that has a budget or an <see cref="IBudgetSource"/> has one catalog, as a singleton.</remarks>
/// <threadsafety>Every member may be called from any thread at any time.</threadsafety>
public sealed class BudgetCatalog
{
    private readonly BudgetFactory _factory;
    private readonly IOptionsMonitorCache<BudgetOptions> _cache;

    internal BudgetCatalog(BudgetFactory factory, IOptionsMonitorCache<BudgetOptions> cache) => (_factory, _cache) = (factory, cache);

    /// <summary>
    /// The keys of all budgets, in the order of addition; that of the budget which was added without a key is empty.
    /// </summary>
    /// <exception cref="OptionsValidationException">The budgets of the container are not valid.</exception>
    public IReadOnlyList<string> Keys => _factory.Keys;

    /// <summary>Finds a budget, and makes it where this is the first request for it.</summary>
    /// <param name="key">Its key, compared ordinally.</param>
    /// <param name="budget">The budget, the same as the container's under this key; <see langword="null"/> where there is none.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is <see langword="null"/>.</exception>
    /// <exception cref="OptionsValidationException">The budgets of the container are not valid.</exception>
    public bool TryGet(string key, [NotNullWhen(true)] out BudgetEnforcer? budget)
    {
        ArgumentNullException.ThrowIfNull(key);
        budget = _factory.Find(key);
        return budget is not null;
    }

    /// <summary>Adds a budget to a container that is running, and makes it, from the options of its name.</summary>
    /// <param name="key">Its key, the name of its options, and its <see cref="BudgetOptions.Name"/> where the options have none.</param>
    /// <param name="parentKey">The key of the budget that every spend counts against too; none if <see langword="null"/>.</param>
    /// <param name="onLedger">Whether the container's <see cref="BudgetLedger"/> shares it; its parent must be shared too.</param>
    /// <returns>Whether it was added; <see langword="false"/> where the container has a budget of this key already.</returns>
    /// <remarks>It is not closed and not forgotten. <see cref="Reload"/> has it follow changes of its options.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="key"/> is empty or only white space.</exception>
    /// <exception cref="OptionsValidationException">
    /// The options are not valid, the parent is not there or not shared, or there is no ledger. Nothing was added.
    /// </exception>
    public bool TryAdd(string key, string? parentKey = null, bool onLedger = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        try
        {
            return _factory.TryAdd(key, parentKey, onLedger);
        }
        catch
        {
            _cache.TryRemove(key); // The next attempt must read them again.
            throw;
        }
    }

    /// <summary>Reads the options of a budget again, and applies what has changed as a reload of options does.</summary>
    /// <param name="key">Its key; one without a budget changes nothing.</param>
    /// <remarks>It is for options that are configured in a way that tells of no changes. What cannot be applied is logged.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is <see langword="null"/>.</exception>
    public void Reload(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        _cache.TryRemove(key);
        _factory.Follow(key);
    }
}
