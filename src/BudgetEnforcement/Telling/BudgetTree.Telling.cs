using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <content>Who tells what happened under the lock.</content>
internal sealed partial class BudgetTree
{
    /// <summary>How often something waits for a thread to tell it. Guarded by the lock; read without it.</summary>
    internal int PendingTellings
    {
        get => Volatile.Read(ref _pendingTellings);
        set => Volatile.Write(ref _pendingTellings, value);
    }

    /// <summary>Takes the lock for an operation.</summary>
    /// <param name="inBackground">
    /// Whether the operation is not that of a caller who could tell: then work items tell what it brings, and it calls no foreign code at all.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal TreeLock Lock(bool inBackground = false)
    {
        Monitor.Enter(Gate);
        if (inBackground)
            _isInBackground = true;
        return new TreeLock(this, inBackground);
    }

    /// <summary>Frees the lock that <see cref="Lock"/> took, and tells what happened under it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Unlock(bool inBackground)
    {
        if (inBackground)
            _isInBackground = false;
        Monitor.Exit(Gate);
        if (PendingTellings != 0 && !inBackground)
            Teller.TellPending();
    }

    /// <param name="of">The budget that it happened to.</param>
    /// <param name="telling">The turn of that budget.</param>
    /// <param name="announcement">What happened.</param>
    internal void AnnounceNeedsLock(BudgetState of, BudgetTelling telling, Announcement announcement)
    {
        Debug.Assert(Monitor.IsEntered(Gate), "What happens under no lock has no order.");
        var isOfOthers = _callersPath?.Contains(of) == false;
        telling.AddNeedsLock(announcement, _isInBackground || isOfOthers ? null : Teller.OfThisThread);
    }
}
