namespace BudgetEnforcement.Tests;

/// <summary>The work items that a sequence leaves to the pool, so that it does the same every time.</summary>
internal sealed class ModelWorkItems
{
    private readonly List<IThreadPoolWorkItem> _items = [];

    internal void Take() => TakenWorkItems.By(_items.Add);

    /// <summary>Executes the taken work items until none is left, in either order: no caller may rely on the order of two.</summary>
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
