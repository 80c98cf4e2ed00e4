using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <content>Which thread tells what happened under the lock.</content>
internal sealed partial class BudgetTree
{
    /// <summary>
    /// How often a budget waits for the thread of an operation to tell its announcements. The lock guards it; reading needs no lock.
    /// </summary>
    internal int PendingTellings
    {
        get => Volatile.Read(ref _pendingTellings);
        set => Volatile.Write(ref _pendingTellings, value);
    }

    /// <summary>Takes the lock for an operation.</summary>
    /// <param name="inBackground">
    /// Whether work items tell the announcements of the operation instead of this thread, so that the operation calls no foreign code at
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

    /// <summary>Frees the lock that <see cref="Lock"/> took, and tells the announcements made under it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Unlock(bool inBackground)
    {
        if (inBackground)
            _isInBackground = false;
        Exit();
        if (PendingTellings != 0 && !inBackground)
            Teller.TellPending();
    }

    /// <param name="of">The budget that is announced.</param>
    /// <param name="telling">The announcements of that budget.</param>
    /// <param name="announcement">The announcement.</param>
    internal void AnnounceNeedsLock(BudgetState of, BudgetTelling telling, Announcement announcement)
    {
        Debug.Assert(IsEntered, "What happens under no lock has no order.");
        var isOfOthers = _callersPath?.Contains(of) == false;
        telling.AddNeedsLock(announcement, _isInBackground || isOfOthers ? null : Teller.OfThisThread);
    }
}
