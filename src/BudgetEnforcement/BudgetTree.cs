using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>What all budgets of a tree share: one lock, one order of telling, one line of those who wait, one logger, one clock.</summary>
internal sealed class BudgetTree
{
    private WaitingLine? _line;
    private AnnouncementQueue? _announcements;
    private bool _hasNews;

    internal BudgetTree(ILogger? logger, TimeProvider? clock)
    {
        Logger = logger is null ? SafeLogger.Silent : new SafeLogger(logger);
        Clock = clock ?? TimeProvider.System;
    }

    /// <summary>Guards the numbers of every budget of the tree. No foreign code runs under it.</summary>
    /// <remarks>
    /// A monitor and not a <c>System.Threading.Lock</c>: it measured no slower, is the same on every framework, and costs no object, for
    /// nobody outside gets hold of this one.
    /// </remarks>
    internal object Gate => this;

    internal SafeLogger Logger { get; }

    internal TimeProvider Clock { get; }

    internal AnnouncementQueue AnnouncementsNeedsLock => _announcements ??= new(this);

    internal WaitingLine LineNeedsLock => _line ??= new();

    /// <summary>The budgets in which somebody waits, in order of arrival, each as often as somebody does.</summary>
    internal IEnumerable<BudgetEnforcer> WaitingNeedsLock => _line?.Budgets ?? [];

    internal bool IsPeriodOfWaiterOverNeedsLock(long now) => _line is { IsEmpty: false } && now >= _line.NextPeriodEnd;

    /// <summary>Something is to be told, so that <see cref="Tell"/> must follow.</summary>
    internal void HasNewsNeedsLock() => Volatile.Write(ref _hasNews, true);

    internal void RoomWasMadeNeedsLock()
    {
        if (_line is { IsEmpty: false })
            _line.Advance();
    }

    /// <summary>What is taken by one operation, held or spent, is another amount than before.</summary>
    internal void TakenChangedNeedsLock(in Money before, in Money after)
    {
        if (_line is null)
            return;
        if (after < before)
            RoomWasMadeNeedsLock();
        else if (after > before)
            RoomWasTakenNeedsLock();
    }

    internal void RoomWasTakenNeedsLock() => _line?.RoomWasTaken();

    internal void BeforeAdmissionNeedsLock()
    {
        if (_line is { IsEmpty: false })
            _line.Refresh();
    }

    /// <summary>
    /// Tells, outside the lock, what happened under it: first those who waited, for they may be what a listener waits for.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Tell()
    {
        if (Volatile.Read(ref _hasNews))
            TellNews();
    }

    private void TellNews()
    {
        while (TryTakeDecided(out var waiter))
            waiter!.Complete();
        _announcements?.Tell();
    }

    private bool TryTakeDecided(out Waiter? waiter)
    {
        lock (Gate)
        {
            waiter = null;
            if (_line is not null && _line.TryTakeDecided(out waiter))
                return true;

            // Whoever is at telling tells what is queued there until it is empty.
            _hasNews = false;
            return false;
        }
    }
}
