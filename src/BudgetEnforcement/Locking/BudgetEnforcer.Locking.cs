using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <content>The lock of the tree, taken for an operation on this budget.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>
    /// Takes the lock of the tree for an operation on this budget, and begins the periods that are due on the path and those that waiters
    /// need. Every operation whose numbers depend on the period starts with it; others take the lock alone.
    /// </summary>
    /// <param name="inBackground">Whether work items deliver the announcements of the operation.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TreeLock LockTree(bool inBackground = false) => LockTree(Now(), inBackground);

    /// <param name="now">The result of <see cref="Now"/>.</param>
    /// <param name="inBackground">Whether work items deliver the announcements of the operation.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TreeLock LockTree(long now, bool inBackground)
    {
        var taken = _tree.Lock(inBackground);
        if (now != 0)
            BeginPeriodsIfDueNeedsLock(now, inBackground);
        return taken;
    }
}
