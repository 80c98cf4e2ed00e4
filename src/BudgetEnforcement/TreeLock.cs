using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <summary>
/// The lock of a tree, held by one operation. Disposing of it frees the lock and then tells what happened under it, so no operation can forget
/// to.
/// </summary>
/// <param name="tree">The tree, whose lock is taken.</param>
/// <param name="inBackground">Whether work items tell instead.</param>
internal readonly ref struct TreeLock(BudgetTree tree, bool inBackground)
{
    private readonly BudgetTree _tree = tree;
    private readonly bool _inBackground = inBackground;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dispose() => _tree.Unlock(_inBackground);
}
