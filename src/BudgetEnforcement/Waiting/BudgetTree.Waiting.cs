namespace BudgetEnforcement;

/// <content>The line of waiters.</content>
internal partial class BudgetTree
{
    /// <summary>The next end of a period that a waiter needs, in ticks of UTC.</summary>
    internal long NextPeriodEndOfWaitersNeedsLock => _line is { IsEmpty: false } ? _line.NextPeriodEnd : PeriodCalendar.Never;

    /// <summary>Admits and refuses waiters after the spend or the held amount on a path has changed.</summary>
    internal void ServeWaitersOnPathNeedsLock(BudgetState changed)
    {
        if (_line is { IsEmpty: false })
            UpdateLineNeedsLock(changed);
    }

    /// <summary>Admits and refuses waiters after the limit of a budget has changed or the budget was closed.</summary>
    internal void ServeWaitersAtNeedsLock(BudgetState changed)
    {
        if (_line is not { IsEmpty: false })
            return;
        _line.Update([changed]);
        CompleteDecidedNeedsLock();
    }

    internal void JoinNeedsLock(Waiter waiter)
    {
        _alarm ??= new(this);
        _alarm.RemoveNeedsLock(waiter); // It may have asked a ledger until now, by another deadline.
        (_line ??= new()).Join(waiter.Claim);
        waiter.Budget.WaitersNeedsLock++;
        waiter.Deadline = waiter.WaitsUntil;
        _alarm.AddNeedsLock(waiter);
        Ledger?.OnWaitingNeedsLock(waiter);
    }

    /// <summary>The waiter asks the ledger, outside the line.</summary>
    internal void AskNeedsLock(Waiter waiter)
    {
        Ledger!.AskNeedsLock(waiter);
        (_alarm ??= new(this)).AddNeedsLock(waiter);
    }

    /// <summary>Decides a waiter that has asked the ledger.</summary>
    internal void EndAskNeedsLock(Waiter waiter, ClaimOutcome outcome, in BudgetCheck check)
    {
        _alarm!.RemoveNeedsLock(waiter);
        if (outcome == ClaimOutcome.Granted)
            waiter.Claim.State.Hold(waiter.Claim.Amount);
        waiter.Claim.Outcome = outcome;
        waiter.CompleteNeedsLock(check);
    }

    /// <summary>Admits and refuses waiters after the ledger has answered for these budgets.</summary>
    internal void ServeWaitersAtNeedsLock(IReadOnlyCollection<BudgetState> changed)
    {
        if (_line is not { IsEmpty: false })
            return;
        _line.Update(changed);
        CompleteDecidedNeedsLock();
    }

    /// <returns>Whether the waiter was still waiting.</returns>
    internal bool EndWaitNeedsLock(Waiter waiter, ClaimOutcome outcome)
    {
        if (waiter.Need is { IsAsking: true } ask)
        {
            Ledger!.EndAskNeedsLock(ask, outcome, waiter.CheckNeedsLock());
            return true;
        }

        if (waiter.Claim.Outcome != ClaimOutcome.Waiting)
            return false;
        var wasWaiting = _line!.TryEnd(waiter.Claim, outcome);
        CompleteDecidedNeedsLock();
        return wasWaiting;
    }

    /// <summary>Sets the alarm of the waiters, outside the lock.</summary>
    /// <exception cref="Exception">What the clock throws.</exception>
    internal void SetWaitAlarm() => Volatile.Read(ref _alarm)?.Set();

    /// <summary>Serves the waiters when a period, or the longest time of a wait, has ended.</summary>
    internal void OnWaitAlarm()
    {
        try
        {
            var now = Clock.GetUtcNow().UtcTicks;
            var timestamp = Clock.GetTimestamp();
            using (Lock(inBackground: true))
            {
                BeginPeriodsNeedsLock(now, path: null);
                while (_alarm!.FirstOverdueNeedsLock(timestamp) is { } waiter)
                {
                    if (waiter.Need is { IsAsking: true } ask)
                        Ledger!.OnAskOverdueNeedsLock(ask, isWaitOver: waiter.WaitsUntil <= timestamp);
                    else
                        EndWaitNeedsLock(waiter, ClaimOutcome.WaitedTooLong);
                }
            }

            SetWaitAlarm();
        }
#pragma warning disable CA1031 // A timer has no caller to throw to; it fires again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Telemetry.ClockFailed(BudgetOptions.UnnamedBudget, exception);
        }
    }

    private void UpdateLineNeedsLock(BudgetState changed)
    {
        _line!.Update(changed);
        CompleteDecidedNeedsLock();
    }

    /// <summary>Each waiter that the line has decided goes to a work item of its own, which completes its task.</summary>
    private void CompleteDecidedNeedsLock()
    {
        while (_line is not null && _line.TryTakeDecided(out var claim))
        {
            var waiter = (Waiter)claim!.Owner;
            waiter.Budget.WaitersNeedsLock--;
            Ledger?.OnDecidedNeedsLock(waiter);
            _alarm?.RemoveNeedsLock(waiter);
            waiter.CompleteNeedsLock();
        }
    }
}
