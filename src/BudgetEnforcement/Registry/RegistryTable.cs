using System.Collections.Concurrent;

namespace BudgetEnforcement;

/// <summary>The entries of a registry by key. Finding takes no lock.</summary>
/// <remarks>
/// A dictionary of the keys would call the comparer under its own locks. So this is a dictionary of the hash codes: the entries of one hash
/// code form an immutable chain, and their keys are compared outside every lock.
/// </remarks>
/// <threadsafety>Safe for use by several threads.</threadsafety>
internal sealed class RegistryTable<TKey>(IEqualityComparer<TKey> comparer, int capacity)
    where TKey : notnull
{
    // A smaller table is not worth copying.
    private const int SmallestShrink = 1024;

    private readonly object _sync = new();
    private ConcurrentDictionary<int, Chain> _chains = new();
    private int _chainCount;
    private int _mostChains;
    private int _heldCount;

    internal bool IsFull => Volatile.Read(ref _heldCount) >= capacity;

    internal IEnumerable<RegistryEntry<TKey>> Entries
    {
        get
        {
            foreach (var (_, first) in Volatile.Read(ref _chains))
            {
                for (var chain = first; chain is not null; chain = chain.Next)
                    yield return chain.Entry;
            }
        }
    }

    internal int HashOf(TKey key) => comparer.GetHashCode(key);

    /// <param name="key">The key to find.</param>
    /// <param name="hash">The hash code of the key.</param>
    /// <param name="chain">The entries of the hash code at the time of the search.</param>
    internal RegistryEntry<TKey>? Find(TKey key, int hash, out Chain? chain)
    {
        Volatile.Read(ref _chains).TryGetValue(hash, out chain);
        for (var at = chain; at is not null; at = at.Next)
        {
            if (comparer.Equals(at.Entry.Key, key))
                return at.Entry;
        }

        return null;
    }

    /// <summary>Adds an entry, if the entries of its hash code have not changed since the search and the registry is not full.</summary>
    internal bool TryAdd(RegistryEntry<TKey> entry, Chain? chain)
    {
        lock (_sync)
        {
            if (IsFull || _chains.GetValueOrDefault(entry.Hash) != chain)
                return false;
            _chains[entry.Hash] = new Chain(entry, chain);
            RecountNeedsLock(entry);
            if (chain is null)
                _mostChains = Math.Max(_mostChains, ++_chainCount);
            return true;
        }
    }

    /// <summary>Whether the registry is full, while the entries of a hash code have not changed since the search.</summary>
    internal bool IsFullBeside(Chain? chain, int hash)
    {
        lock (_sync)
            return IsFull && _chains.GetValueOrDefault(hash) == chain;
    }

    /// <summary>Removes an entry, if it is there.</summary>
    internal void Remove(RegistryEntry<TKey> entry)
    {
        lock (_sync)
        {
            RecountNeedsLock(entry);
            if (!_chains.TryGetValue(entry.Hash, out var chain))
                return;
            chain = chain.Without(entry);
            if (chain is not null)
                _chains[entry.Hash] = chain;
            else if (_chains.TryRemove(entry.Hash, out _))
                _chainCount--;
            ShrinkNeedsLock();
        }
    }

    /// <summary>
    /// Counts an entry as held or not. Each thread calls it after it has changed, or has found changed, how the registry refers to the
    /// budget.
    /// </summary>
    internal void Recount(RegistryEntry entry)
    {
        lock (_sync)
            RecountNeedsLock(entry);
    }

    private void RecountNeedsLock(RegistryEntry entry)
    {
        var isHeld = entry.Held is not null;
        if (isHeld == entry.IsCounted)
            return;
        entry.IsCounted = isHeld;
        Volatile.Write(ref _heldCount, _heldCount + (isHeld ? 1 : -1));
    }

    // A dictionary never shrinks by itself.
    private void ShrinkNeedsLock()
    {
        if (_mostChains < SmallestShrink || _chainCount > _mostChains / 4)
            return;
        Volatile.Write(ref _chains, new ConcurrentDictionary<int, Chain>(_chains));
        _mostChains = _chainCount;
    }

    /// <summary>The entries whose keys have the same hash code; almost always one.</summary>
    internal sealed class Chain(RegistryEntry<TKey> entry, Chain? next)
    {
        internal RegistryEntry<TKey> Entry { get; } = entry;

        internal Chain? Next { get; } = next;

        internal Chain? Without(RegistryEntry<TKey> entry)
        {
            Chain? rest = null;
            for (var at = this; at is not null; at = at.Next)
            {
                if (at.Entry != entry)
                    rest = new Chain(at.Entry, rest);
            }

            return rest;
        }
    }
}
