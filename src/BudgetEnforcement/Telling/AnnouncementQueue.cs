namespace BudgetEnforcement;

/// <summary>The announcements of one budget that wait to be told: in order, and by one thread at a time, which has the turn.</summary>
/// <remarks>
/// If nothing waits and the turn is free, the thread of the operation tells its announcements itself. Otherwise a work item tells them. A
/// handler that never returns keeps the turn, so it mutes its own budget and no other.
/// </remarks>
internal sealed class AnnouncementQueue(BudgetEnforcer budget, BudgetTree tree) : IThreadPoolWorkItem
{
    private const int MostWaiting = 256;

    // The lock of the tree guards these fields.
    private readonly Queue<(Announcement What, Teller? By)> _waiting = new();
    private Teller? _turn;
    private bool _isScheduled;
    private int _dropped;

    /// <param name="announcement">The announcement.</param>
    /// <param name="teller">The thread of the operation, which may tell it; null where a work item must.</param>
    internal void AddNeedsLock(Announcement announcement, Teller? teller)
    {
        if (_waiting.Count == MostWaiting)
        {
            _waiting.Dequeue();
            _dropped++;
        }

        _waiting.Enqueue((announcement, teller));
        if (_turn is not null)
            return; // Who has the turn tells this too, or leaves it to a work item.
        if (teller is null || !IsAllOf(teller))
            ScheduleNeedsLock();
        else if (_waiting.Count == 1)
            teller.AddNeedsLock(this, tree);
    }

    /// <summary>Tells the announcements that wait here for this thread, and leaves the rest to a work item.</summary>
    internal void Tell(Teller teller)
    {
        using (tree.Gate.EnterScope())
        {
            tree.PendingQueues--;
            if (_turn is not null || !IsNextOf(teller))
                return;
            _turn = teller;
        }

        TellWhile(teller, IsNextOf);
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
        var teller = Teller.OfThisThread;
        using (tree.Gate.EnterScope())
        {
            _isScheduled = false;
            if (_turn is not null || _waiting.Count == 0)
                return; // The thread that has the turn leaves the rest to another work item.
            _turn = teller;
        }

        teller.Run(() => TellWhile(teller, _ => _waiting.Count > 0));
    }

    private void TellWhile(Teller teller, Func<Teller, bool> isOwn)
    {
        // Nothing here throws: exceptions of listeners are caught where they are called, and no wait for the lock can be interrupted.
        while (TryTake(teller, isOwn, out var announcement, out var dropped))
        {
            if (dropped > 0)
                tree.Telemetry.AnnouncementsDropped(budget, dropped);
            announcement.Tell(budget, tree.Telemetry);
        }
    }

    private bool TryTake(Teller teller, Func<Teller, bool> isOwn, out Announcement announcement, out int dropped)
    {
        using (tree.Gate.EnterScope())
        {
            (dropped, announcement) = (0, null!);
            if (isOwn(teller))
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

    private bool IsNextOf(Teller teller) => _waiting.TryPeek(out var next) && next.By == teller;

    private bool IsAllOf(Teller teller)
    {
        foreach (var (_, by) in _waiting)
        {
            if (by != teller)
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
