namespace BudgetEnforcement;

/// <summary>
/// A list that does not keep its items alive. It removes collected items as it grows, so its size follows the number of living items. An
/// item that a finalizer brings back to life, as the keeper of a forgotten budget does, is still in the list.
/// </summary>
/// <remarks>Not thread-safe: the owner guards it.</remarks>
internal sealed class WeakList<T>
    where T : class
{
    private const int SmallestSweep = 16;

    private readonly List<WeakReference<T>> _items = [];
    private int _nextSweep = SmallestSweep;

    /// <summary>The number of items, including collected ones that are not removed yet.</summary>
    internal int Count => _items.Count;

    internal void Add(T item)
    {
        if (_items.Count >= _nextSweep)
        {
            _items.RemoveAll(static reference => !reference.TryGetTarget(out _));
            _nextSweep = Math.Max(SmallestSweep, _items.Count * 2);
            if (_items.Capacity > _nextSweep * 2)
                _items.Capacity = _nextSweep;
        }

        _items.Add(new WeakReference<T>(item, trackResurrection: true));
    }

    internal void CopyLivingTo(ICollection<T> living)
    {
        foreach (var reference in _items)
        {
            if (reference.TryGetTarget(out var item))
                living.Add(item);
        }
    }
}
