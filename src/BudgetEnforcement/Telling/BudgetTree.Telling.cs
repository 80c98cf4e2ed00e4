namespace BudgetEnforcement;

/// <content>Which thread tells what happened under the lock.</content>
internal partial class BudgetTree
{
    /// <summary>
    /// How often a budget waits for the thread of an operation to tell its announcements. The lock guards it; reading needs no lock.
    /// </summary>
    internal int PendingTellings
    {
        get => Volatile.Read(ref _pendingTellings);
        set => Volatile.Write(ref _pendingTellings, value);
    }

    /// <param name="of">The budget that is announced.</param>
    /// <param name="telling">The announcements of that budget.</param>
    /// <param name="announcement">The announcement.</param>
    internal void AnnounceNeedsLock(BudgetState of, BudgetTelling telling, Announcement announcement)
    {
        AssertEntered();
        var isOfOthers = _callersPath?.Contains(of) == false;
        telling.AddNeedsLock(announcement, _isInBackground || isOfOthers ? null : Teller.OfThisThread);
    }
}
