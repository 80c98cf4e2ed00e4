using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>What all budgets of a tree share: one lock, one line of those who wait, one logger, one clock.</summary>
internal sealed class BudgetTree
{
    private ClaimLine? _line;
    private WaitAlarm? _alarm;
    private MeteredHolds? _holds;
    private int _pendingTellings;
    private bool _isInBackground;
    private HashSet<BudgetState>? _callersPath;

    internal BudgetTree(ILogger? logger, TimeProvider? clock)
    {
        Logger = logger is null ? SafeLogger.Silent : new SafeLogger(logger);
        Clock = clock ?? TimeProvider.System;
    }

    /// <summary>Guards the numbers of every budget of the tree. No foreign code runs under it.</summary>
    /// <remarks>
    /// A monitor and not a <c>System.Threading.Lock</c>: it measured no slower, is the same on every framework, and costs no object, for
    /// nothing outside gets hold of this one.
    /// </remarks>
    internal object Gate => this;

    internal SafeLogger Logger { get; }

    internal TimeProvider Clock { get; }

    internal ClaimLine LineNeedsLock => _line ??= new();

    internal void SetPeriodEndNeedsLock(MeteredHold hold, long periodEnd)
    {
        if (_holds is not null || periodEnd != PeriodCalendar.Never)
            (_holds ??= new()).SetPeriodEnd(hold, periodEnd);
    }

    /// <summary>How often something waits for a thread to tell it. Guarded by the lock; read without it.</summary>
    internal int PendingTellings
    {
        get => Volatile.Read(ref _pendingTellings);
        set => Volatile.Write(ref _pendingTellings, value);
    }

    /// <summary>Whether a caller waits for the end of a period, so that operations on other paths must look at the clock too.</summary>
    internal bool MustReadClock => Volatile.Read(ref _line) is { NextPeriodEnd: not PeriodCalendar.Never };

    /// <summary>The next end of a period that a caller waits for, in ticks of UTC.</summary>
    internal long NextPeriodEndOfWaitersNeedsLock => _line is { IsEmpty: false } ? _line.NextPeriodEnd : PeriodCalendar.Never;

    /// <summary>The numbers of a path are others now: admits and refuses those who wait where that calls for it.</summary>
    internal void ServeWaitersNeedsLock(BudgetState changed)
    {
        if (_line is { IsEmpty: false })
            UpdateLineNeedsLock(changed);
    }

    /// <summary>The limit of a budget is another one, or it is closed: the same.</summary>
    internal void ServeWaitersOfNeedsLock(BudgetState changed)
    {
        if (_line is not { IsEmpty: false })
            return;
        _line.Update([changed]);
        CompleteDecidedNeedsLock();
    }

    /// <summary>Completes those who waited and are decided.</summary>
    internal void CompleteDecidedNeedsLock()
    {
        while (_line is not null && _line.TryTakeDecided(out var claim))
        {
            var waiter = (Waiter)claim!.Owner;
            waiter.Budget.WaitersNeedsLock--;
            _alarm?.RemoveNeedsLock(waiter);
            waiter.DecideNeedsLock();
        }
    }

    internal void JoinNeedsLock(Waiter waiter)
    {
        LineNeedsLock.Join(waiter.Claim);
        waiter.Budget.WaitersNeedsLock++;
        (_alarm ??= new(this)).AddNeedsLock(waiter);
    }

    /// <returns>Whether it was still waiting.</returns>
    internal bool EndWaitNeedsLock(Waiter waiter, ClaimOutcome outcome)
    {
        var wasWaiting = LineNeedsLock.TryEnd(waiter.Claim, outcome);
        CompleteDecidedNeedsLock();
        return wasWaiting;
    }

    /// <summary>Sets the alarm of those who wait, outside the lock.</summary>
    /// <exception cref="Exception">What the clock throws.</exception>
    internal void SetWaitAlarm() => Volatile.Read(ref _alarm)?.Set();

    /// <summary>Serves those who wait, when a period or the longest time of a wait has ended.</summary>
    internal void OnWaitAlarm()
    {
        try
        {
            var now = Clock.GetUtcNow().UtcTicks;
            var timestamp = Clock.GetTimestamp();
            lock (Gate)
            {
                using var scope = LeaveTellingToWorkItemsNeedsLock();
                StartPeriodsNeedsLock(now, path: null);
                while (_alarm!.FirstOverdueNeedsLock(timestamp) is { } waiter)
                    EndWaitNeedsLock(waiter, ClaimOutcome.WaitedTooLong);
            }

            SetWaitAlarm();
        }
#pragma warning disable CA1031 // A timer has no caller to throw to; it comes again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogInBackground(() => Log.ClockFailed(Logger, exception, BudgetOptions.UnnamedBudget));
        }
    }

    /// <summary>Whether a period that a caller waits for, or that a meter pays for, may have ended.</summary>
    internal bool HasPeriodNewsNeedsLock(long now) =>
        (_line is not null && now >= _line.NextPeriodEnd) || (_holds is not null && now >= _holds.NextPeriodEnd);

    /// <summary>
    /// Begins the periods that are due, of the budgets given and of those that callers wait for, after what meters hold up to their ends is
    /// charged to the ending ones.
    /// </summary>
    internal void StartPeriodsNeedsLock(long now, BudgetPath? path)
    {
        var charged = _holds is not null && now >= _holds.NextPeriodEnd ? _holds.TakeDue(now) : [];
        var due = DuePeriodsNeedsLock(now, path);
        if (charged.Count > 0 || due.Count > 0)
            _callersPath = path is { } own ? [.. own.ToList()] : null; // What the others have to tell must not hold up the caller.
        foreach (var hold in charged)
            hold.Budget.ChargeToEndingPeriodNeedsLock(hold);

        var summaries = due.Count > 0 ? new PathSummaries() : null;
        foreach (var state in due)
            ((BudgetEnforcer)state.Owner!).AnnouncePeriodEndNeedsLock(summaries!); // All before the first begins anew: they are of one instant.
        foreach (var state in due)
        {
            state.BeginPeriod(now);
            _line?.NotePeriodEnd(state);
        }

        if (_line is { IsEmpty: false } && (due.Count > 0 || charged.Count > 0))
        {
            _line.Update(due.Union(charged.SelectMany(static hold => hold.Budget.State.Path.ToList())));
            CompleteDecidedNeedsLock();
        }

        _callersPath = null;
    }

    /// <summary>The operation under the lock is not a caller's who could tell: work items tell what it brings.</summary>
    internal BackgroundScope LeaveTellingToWorkItemsNeedsLock(bool isInBackground = true)
    {
        _isInBackground = isInBackground;
        return new BackgroundScope(this);
    }

    internal void AnnounceNeedsLock(BudgetState of, BudgetTelling telling, Announcement announcement)
    {
        var isOfOthers = _callersPath?.Contains(of) == false;
        telling.AddNeedsLock(announcement, _isInBackground || isOfOthers ? null : Teller.OfThisThread);
    }

    /// <summary>Tells, outside the lock, what happened under it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Tell()
    {
        if (PendingTellings != 0)
            Teller.TellPending();
    }

    /// <summary>Logs from a work item, for a thread that must not wait for a logger.</summary>
    internal void LogInBackground(Action log)
    {
        if (Logger != SafeLogger.Silent)
            ThreadPool.UnsafeQueueUserWorkItem(static log => log(), log, preferLocal: false);
    }

    private List<BudgetState> DuePeriodsNeedsLock(long now, BudgetPath? path)
    {
        // Without a path it is the alarm that asks, which also finds the ends that a wrong clock made.
        var due = _line is { IsEmpty: false } && (path is null || now >= _line.NextPeriodEnd) ? _line.TakeDuePeriods(now) : [];
        if (path is not { } states)
            return due;
        var waitedFor = due.ToHashSet();
        foreach (var state in states)
        {
            if (!state.CorrectPeriodEnd(now))
                _line?.NotePeriodEnd(state); // It may have been corrected.
            else if (!waitedFor.Contains(state))
                due.Add(state);
        }

        return due;
    }

    private void UpdateLineNeedsLock(BudgetState changed)
    {
        _line!.Update(changed);
        CompleteDecidedNeedsLock();
    }

    /// <summary>Ends what <see cref="LeaveTellingToWorkItemsNeedsLock"/> began.</summary>
    internal readonly ref struct BackgroundScope(BudgetTree tree)
    {
        internal void Dispose() => tree._isInBackground = false;
    }
}
