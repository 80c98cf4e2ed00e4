namespace BudgetEnforcement;

/// <content>Which thread delivers the announcements.</content>
internal partial class BudgetTree
{
    /// <summary>
    /// How many times a queue of announcements waits for the thread of an operation to deliver them. The lock guards it; reading needs no lock.
    /// </summary>
    internal int PendingQueues
    {
        get => Volatile.Read(ref _pendingQueues);
        set => Volatile.Write(ref _pendingQueues, value);
    }

    /// <param name="of">The budget that is announced.</param>
    /// <param name="queue">The announcements of that budget.</param>
    /// <param name="announcement">The announcement.</param>
    internal void AnnounceNeedsLock(BudgetState of, AnnouncementQueue queue, Announcement announcement)
    {
        AssertEntered();
        var isOfOthers = _callersPath?.Contains(of) == false;
        queue.AddNeedsLock(announcement, _isInBackground || isOfOthers ? null : Dispatcher.OfThisThread);
    }
}
