namespace BudgetEnforcement;

/// <summary>
/// What is to be told of one tree, in the order in which it happened. It enters under the lock of the tree; one thread at a time tells
/// it, outside the lock, so that nobody hears of 90 before 75 and whoever listens may call back.
/// </summary>
internal sealed class AnnouncementQueue(BudgetTree tree)
{
    private readonly Queue<Announcement> _waiting = new();
    private bool _isTelling;

    /// <remarks>Needs the lock of the tree.</remarks>
    internal void Enqueue(in Announcement announcement)
    {
        _waiting.Enqueue(announcement);
        tree.HasNewsNeedsLock();
    }

    /// <summary>Tells what waits, unless another thread, or this one further up its stack, is at it: that one tells the rest too.</summary>
    internal void Tell()
    {
        lock (tree.Gate)
        {
            if (_isTelling || _waiting.Count == 0)
                return;
            _isTelling = true;
        }

        try
        {
            while (TryDequeue(out var announcement))
                announcement.Budget.Tell(announcement);
        }
        catch
        {
            // Not what a listener threw, for that ends where it is called, but an interrupted wait for the lock: let the next crossing go
            // on.
            Volatile.Write(ref _isTelling, false);
            throw;
        }
    }

    private bool TryDequeue(out Announcement announcement)
    {
        lock (tree.Gate)
        {
            if (_waiting.TryDequeue(out announcement))
                return true;
            _isTelling = false;
            return false;
        }
    }
}
