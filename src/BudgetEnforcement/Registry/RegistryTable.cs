using System.Collections.Concurrent;

namespace BudgetEnforcement;

/// <summary>The entries of a registry by key. Finding takes no lock.</summary>
/// <remarks>
/// A dictionary with the keys themselves would call the comparer under its own locks. So this one goes by the hash codes, and the entries
/// of one hash code are an immutable chain, along which keys are compared outside every lock.
/// </remarks>
/// <threadsafety>Safe for use by several threads.</threadsafety>
internal sealed class RegistryTable<TKey>(IEqualityComparer<TKey> comparer, int capacity)
    where TKey : notnull
{
    // A smaller table is not worth the copying.
    private const int SmallestShrink = 1024;

    private readonly object _sync = new();
    private ConcurrentDictionary<int, Chain> _chains = new();
    private int _chainCount;
    private int _mostChains;
    private int _heldCount;

    /// <summary>What became of an attempt to add an entry.</summary>
    internal enum Addition
    {
        Added,

        /// <summary>Another thread changed the entries of the hash code since they were read.</summary>
        Overtaken,

        /// <summary>As many budgets are held as may be.</summary>
        Full,
    }

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

    /// <param name="key">What is looked for.</param>
    /// <param name="hash">Its hash code.</param>
    /// <param name="chain">The entries of the hash code as they were when they were looked at.</param>
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

    /// <summary>Adds an entry, whose budget counts as held, if the entries of its hash code are those among which it was looked for.</summary>
    internal Addition TryAdd(RegistryEntry<TKey> entry, Chain? chain)
    {
        lock (_sync)
        {
            _chains.TryGetValue(entry.Hash, out var present);
            if (present != chain)
                return Addition.Overtaken;
            if (IsFull)
                return Addition.Full;
            _chains[entry.Hash] = new Chain(entry, present);
            Interlocked.Increment(ref _heldCount);
            if (present is null)
                _mostChains = Math.Max(_mostChains, ++_chainCount);
            return Addition.Added;
        }
    }

    /// <summary>Takes an entry out, if it is there.</summary>
    internal void Remove(RegistryEntry<TKey> entry)
    {
        lock (_sync)
        {
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

    internal void CountHeld() => Interlocked.Increment(ref _heldCount);

    internal void CountNoLongerHeld() => Interlocked.Decrement(ref _heldCount);

    // A dictionary never gives back what it has grown to.
    private void ShrinkNeedsLock()
    {
        if (_mostChains < SmallestShrink || _chainCount > _mostChains / 4)
            return;
        Volatile.Write(ref _chains, new ConcurrentDictionary<int, Chain>(_chains));
        _mostChains = _chainCount;
    }

    /// <summary>Entries whose keys have the same hash code, one in almost every case.</summary>
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
