using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <content>The lock, taken for an operation.</content>
internal partial class BudgetTree
{
    /// <summary>Takes the lock for an operation.</summary>
    /// <param name="inBackground">
    /// Whether work items deliver the announcements of the operation instead of this thread, so that the operation calls no foreign code at
    /// all.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal TreeLock Lock(bool inBackground = false)
    {
        Enter();
        if (inBackground)
            _isInBackground = true;
        return new TreeLock(this, inBackground);
    }

    /// <summary>Frees the lock that <see cref="Lock"/> took, and delivers the announcements made under it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Unlock(bool inBackground)
    {
        if (inBackground)
            _isInBackground = false;
        Exit();
        if (PendingQueues != 0 && !inBackground)
            Dispatcher.DispatchPending();
    }
}
