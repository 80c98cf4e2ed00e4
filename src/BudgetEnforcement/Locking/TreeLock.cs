using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <summary>
/// The lock of a tree, held by one operation. Dispose frees the lock and then delivers the announcements made under it, so no operation can
/// forget to.
/// </summary>
/// <param name="tree">The tree; its lock is taken.</param>
/// <param name="inBackground">Whether work items deliver the announcements instead.</param>
internal readonly ref struct TreeLock(BudgetTree tree, bool inBackground)
{
    private readonly BudgetTree _tree = tree;
    private readonly bool _inBackground = inBackground;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dispose() => _tree.Unlock(_inBackground);
}
