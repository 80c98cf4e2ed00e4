using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>The rows of one kind in <see cref="LedgerRows"/>, by key, with the changes that a store has to save.</summary>
/// <typeparam name="TKey">The key of a row.</typeparam>
/// <typeparam name="TRow">The row.</typeparam>
/// <threadsafety>Not safe for use by several threads.</threadsafety>
[Experimental(LedgerDiagnostics.Store)]
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "Whoever works with rows looks for a table.")]
public sealed class LedgerTable<TKey, TRow> : IReadOnlyCollection<TRow>
    where TKey : struct, IEquatable<TKey>
    where TRow : class, ILedgerRow<TKey>
{
    private readonly Dictionary<TKey, TRow> _rows = [];
    private readonly Dictionary<TKey, TRow> _loaded = [];

    // In the order in which rules first touched them, so that a store does the same each time it runs them.
    private readonly List<TKey> _touched = [];
    private readonly HashSet<TKey> _touchedSet = [];

    internal LedgerTable()
    {
    }

    /// <inheritdoc/>
    public int Count => _rows.Count;

    /// <summary>Whether there is anything to save.</summary>
    public bool HasChanges => Inserted.Any() || Updated.Any() || Removed.Any();

    /// <summary>The rows to insert: put, and not loaded.</summary>
    public IEnumerable<TRow> Inserted => _touched.Where(key => !_loaded.ContainsKey(key) && _rows.ContainsKey(key)).Select(key => _rows[key]);

    /// <summary>The rows to update: loaded, and replaced by other instances.</summary>
    public IEnumerable<TRow> Updated => _touched
        .Where(key => _loaded.TryGetValue(key, out var loaded) && _rows.TryGetValue(key, out var row) && !ReferenceEquals(row, loaded))
        .Select(key => _rows[key]);

    /// <summary>The keys of the rows to delete: loaded, and removed.</summary>
    public IEnumerable<TKey> Removed => _touched.Where(key => _loaded.ContainsKey(key) && !_rows.ContainsKey(key));

    /// <summary>Looks a row up.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>The row as it stands now, with what rules have changed; <see langword="null"/> where there is none.</returns>
    public TRow? Find(TKey key) => _rows.GetValueOrDefault(key);

    /// <summary>Adds a row that is stored like this, so that it is no change. For stores.</summary>
    /// <param name="row">The row.</param>
    /// <exception cref="ArgumentNullException"><paramref name="row"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">There is a row with this key already.</exception>
    public void Load(TRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (!_rows.TryAdd(row.Key, row))
            throw new ArgumentException($"There is a row {row.Key} already.", nameof(row));
        _loaded.Add(row.Key, row);
    }

    /// <summary>Inserts a row or replaces the one with its key.</summary>
    /// <param name="row">The row as it is to be saved.</param>
    /// <exception cref="ArgumentNullException"><paramref name="row"/> is <see langword="null"/>.</exception>
    public void Put(TRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        _rows[row.Key] = row;
        Touch(row.Key);
    }

    /// <summary>Removes a row.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(TKey key)
    {
        if (!_rows.Remove(key))
            return false;
        Touch(key);
        return true;
    }

    /// <summary>Goes through the rows as they stood when this was called, so that rules may change them meanwhile; in no promised order.</summary>
    /// <returns>The rows.</returns>
    public IEnumerator<TRow> GetEnumerator() => _rows.Values.ToList().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Touch(TKey key)
    {
        if (_touchedSet.Add(key))
            _touched.Add(key);
    }
}
