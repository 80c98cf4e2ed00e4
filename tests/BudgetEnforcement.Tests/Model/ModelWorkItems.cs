namespace BudgetEnforcement.Tests;

/// <summary>The work items that a sequence leaves to the pool, so that it does the same every time.</summary>
internal sealed class ModelWorkItems
{
    private readonly List<IThreadPoolWorkItem> _items = [];

    internal void Take() => TakenWorkItems.By(_items.Add);

    /// <summary>Executes what was taken, until nothing is left, in either order: which of two comes first is nothing to rely on.</summary>
    internal void Execute(bool newestFirst)
    {
        while (_items.Count > 0)
        {
            var index = newestFirst ? _items.Count - 1 : 0;
            var item = _items[index];
            _items.RemoveAt(index);
            item.Execute();
        }
    }
}
