namespace BudgetEnforcement;

/// <summary>The announcements of one budget that wait to be delivered: in order, and by one thread at a time, which has the turn.</summary>
/// <remarks>
/// If the turn is free and nothing waits but what the same thread has announced, that thread delivers them itself. Otherwise a work item does. A
/// handler that never returns keeps the turn, so it mutes its own budget and no other.
/// </remarks>
internal sealed class AnnouncementQueue(BudgetEnforcer budget, BudgetTree tree) : IThreadPoolWorkItem
{
    private const int MostWaiting = 256;

    // The lock of the tree guards these fields.
    private readonly Queue<(Announcement What, Dispatcher? By)> _waiting = new();
    private Dispatcher? _turn;
    private bool _isScheduled;
    private int _dropped;

    /// <param name="announcement">The announcement.</param>
    /// <param name="dispatcher">The thread of the operation, which may deliver it; null where a work item must.</param>
    internal void AddNeedsLock(Announcement announcement, Dispatcher? dispatcher)
    {
        if (_waiting.Count == MostWaiting)
        {
            _waiting.Dequeue();
            _dropped++;
        }

        _waiting.Enqueue((announcement, dispatcher));
        if (_turn is not null)
            return; // The thread that has the turn delivers this too, or leaves it to a work item.
        if (dispatcher is null || !IsAllOfNeedsLock(dispatcher))
            ScheduleNeedsLock();
        else if (_waiting.Count == 1)
            dispatcher.AddNeedsLock(this, tree);
    }

    /// <summary>Delivers the announcements that wait here for this thread, and leaves the rest to a work item.</summary>
    internal void Deliver(Dispatcher dispatcher)
    {
        using (tree.Gate.EnterScope())
        {
            tree.PendingQueues--;
            if (_turn is not null || !IsNextOfNeedsLock(dispatcher))
                return;
            _turn = dispatcher;
        }

        DeliverWhile(dispatcher, IsNextOfNeedsLock);
    }

    /// <summary>Leaves the waiting announcements to a work item when their thread is held up elsewhere.</summary>
    internal void HandOver()
    {
        using (tree.Gate.EnterScope())
        {
            if (_waiting.Count > 0)
                ScheduleNeedsLock();
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        var dispatcher = Dispatcher.OfThisThread;
        using (tree.Gate.EnterScope())
        {
            _isScheduled = false;
            if (_turn is not null || _waiting.Count == 0)
                return; // The thread that has the turn leaves the rest to another work item.
            _turn = dispatcher;
        }

        dispatcher.Run(() => DeliverWhile(dispatcher, _ => _waiting.Count > 0));
    }

    private void DeliverWhile(Dispatcher dispatcher, Func<Dispatcher, bool> isOwn)
    {
        // Nothing here throws: exceptions of listeners are caught where they are called, and no wait for the lock can be interrupted.
        while (TryTake(dispatcher, isOwn, out var announcement, out var dropped))
        {
            if (dropped > 0)
                tree.Telemetry.AnnouncementsDropped(budget, dropped);
            announcement.Deliver(budget, tree.Telemetry);
        }
    }

    private bool TryTake(Dispatcher dispatcher, Func<Dispatcher, bool> isOwn, out Announcement announcement, out int dropped)
    {
        using (tree.Gate.EnterScope())
        {
            (dropped, announcement) = (0, null!);
            if (isOwn(dispatcher))
            {
                announcement = _waiting.Dequeue().What;
                (dropped, _dropped) = (_dropped, 0);
                return true;
            }

            _turn = null;
            if (_waiting.Count > 0)
                ScheduleNeedsLock();
            return false;
        }
    }

    private bool IsNextOfNeedsLock(Dispatcher dispatcher) => _waiting.TryPeek(out var next) && next.By == dispatcher;

    private bool IsAllOfNeedsLock(Dispatcher dispatcher)
    {
        foreach (var (_, by) in _waiting)
        {
            if (by != dispatcher)
                return false;
        }

        return true;
    }

    private void ScheduleNeedsLock()
    {
        if (_isScheduled || _turn is not null)
            return;
        _isScheduled = true;
        WorkItems.Queue(this);
    }
}
