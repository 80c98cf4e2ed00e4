using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>What all budgets of a tree share: one lock, one order of telling, one line of those who wait, one logger, one clock.</summary>
internal sealed class BudgetTree
{
    private WaitingLine? _line;
    private bool _hasDecided;

    internal BudgetTree(ILogger? logger, TimeProvider? clock)
    {
        Logger = logger is null ? SafeLogger.Silent : new SafeLogger(logger);
        Clock = clock ?? TimeProvider.System;
        Announcements = new AnnouncementQueue(Gate);
    }

    /// <summary>Guards the numbers of every budget of the tree. No foreign code runs under it.</summary>
    internal TreeLock Gate { get; } = new();

    internal SafeLogger Logger { get; }

    internal TimeProvider Clock { get; }

    internal AnnouncementQueue Announcements { get; }

    internal WaitingLine LineNeedsLock => _line ??= new();

    /// <summary>Somebody's wait was decided, so that <see cref="Tell"/> must follow.</summary>
    internal void HasDecidedNeedsLock() => Volatile.Write(ref _hasDecided, true);

    internal void RoomWasMadeNeedsLock()
    {
        if (_line is { IsEmpty: false })
            _line.Advance();
    }

    internal void RoomWasTakenNeedsLock() => _line?.RoomWasTaken();

    internal void BeforeAdmissionNeedsLock()
    {
        if (_line is { IsEmpty: false })
            _line.Refresh();
    }

    /// <summary>Tells, outside the lock, what happened under it: first those who waited, for they may be what a listener waits for.</summary>
    internal void Tell()
    {
        while (Volatile.Read(ref _hasDecided) && TryTakeDecided(out var waiter))
            waiter!.Complete();
        Announcements.Tell();
    }

    private bool TryTakeDecided(out Waiter? waiter)
    {
        lock (Gate)
        {
            if (LineNeedsLock.TryTakeDecided(out waiter))
                return true;
            _hasDecided = false;
            return false;
        }
    }
}
