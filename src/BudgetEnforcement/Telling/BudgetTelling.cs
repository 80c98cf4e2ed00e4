namespace BudgetEnforcement;

/// <summary>What is to be told of one budget, in the order in which it happened, by one thread at a time.</summary>
/// <remarks>
/// The thread whose operation found nothing waiting and the turn free tells what that operation brought; everything else is left to a work
/// item. The turn is all that foreign code can keep: a handler that never returns mutes its own budget.
/// </remarks>
internal sealed class BudgetTelling(BudgetEnforcer budget, BudgetTree tree) : IThreadPoolWorkItem
{
    private const int MostWaiting = 256;

    // All guarded by the lock of the tree.
    private readonly Queue<(Announcement What, Teller? By)> _waiting = new();
    private Teller? _turn;
    private bool _isScheduled;
    private int _dropped;

    /// <param name="announcement">What is to be told.</param>
    /// <param name="teller">The thread that would tell it itself; null where it is left to a work item.</param>
    internal void AddNeedsLock(Announcement announcement, Teller? teller)
    {
        var isOwn = teller is not null && (_turn == teller || (_turn is null && (_waiting.Count == 0 || IsAllOf(teller))));
        if (_waiting.Count == MostWaiting)
        {
            _waiting.Dequeue();
            _dropped++;
        }

        _waiting.Enqueue((announcement, isOwn ? teller : null));
        if (!isOwn)
            ScheduleNeedsLock();
        else if (_turn is null && _waiting.Count == 1)
            teller!.AddNeedsLock(this, tree);
    }

    /// <summary>Tells what waits here for this thread to tell it. What is left then is left to a work item.</summary>
    internal void Tell(Teller teller)
    {
        lock (tree.Gate)
        {
            tree.PendingTellings--;
            if (_turn is not null || !IsNextOf(teller))
                return;
            _turn = teller;
        }

        TellWhile(teller, IsNextOf);
    }

    /// <summary>Leaves to a work item what its thread does not come to.</summary>
    internal void HandOver()
    {
        lock (tree.Gate)
        {
            if (_waiting.Count > 0)
                ScheduleNeedsLock();
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        var teller = Teller.OfThisThread;
        lock (tree.Gate)
        {
            _isScheduled = false;
            if (_turn is not null || _waiting.Count == 0)
                return; // The one that is telling leaves the rest to another work item.
            _turn = teller;
        }

        teller.Run(() => TellWhile(teller, _ => _waiting.Count > 0));
    }

    private void TellWhile(Teller teller, Func<Teller, bool> isOwn)
    {
        try
        {
            while (TryTake(teller, isOwn, out var announcement, out var dropped))
            {
                if (dropped > 0)
                    tree.Telemetry.AnnouncementsDropped(budget, dropped);
                announcement.Tell(budget, tree.Telemetry);
            }
        }
        catch
        {
            // Not what a listener threw, for that ends where it is called, but an interrupted wait for the lock: let the next crossing go on.
            Interlocked.CompareExchange(ref _turn, null, teller);
            throw;
        }
    }

    private bool TryTake(Teller teller, Func<Teller, bool> isOwn, out Announcement announcement, out int dropped)
    {
        lock (tree.Gate)
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
