namespace BudgetEnforcement;

/// <summary>
/// A caller that waits for room. The outcome is decided once, under the lock of the tree; the task completes in a work item.
/// </summary>
/// <remarks>
/// The task completes in its own work item because completing it may post to a synchronization context. That is foreign code: it must run
/// neither under a lock nor on the thread of another caller that made room.
/// </remarks>
#pragma warning disable CA1001 // The reservation goes to the caller, or was never held.
internal sealed class Waiter : TaskCompletionSource<BudgetReservation>, IThreadPoolWorkItem
#pragma warning restore CA1001
{
    private readonly CancellationToken _cancellationToken;
    private readonly BudgetReservation _reservation;
    private readonly object _sync = new();
    private CancellationTokenRegistration _registration;
    private bool _isOver;

    internal Waiter(BudgetEnforcer budget, decimal amount, in Money money, CancellationToken cancellationToken)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        Budget = budget;
        Claim = new Claim(this, budget.State, money);
        Amount = amount;
        _cancellationToken = cancellationToken;

        // The reservation is made first, because nothing may fail between holding the amount and returning it.
        _reservation = new BudgetReservation(budget, money);
    }

    internal BudgetEnforcer Budget { get; }

    internal decimal Amount { get; }

    internal Claim Claim { get; }

    /// <summary>What a ledger is told that it needs; null where no ledger is asked, or is no more.</summary>
    internal WaiterNeed? Need { get; set; }

    /// <summary>
    /// The latest end of the wait, or of the ask before it, as a timestamp of the clock of the tree; <see langword="null"/> for no bound.
    /// </summary>
    internal long? Deadline { get; set; }

    /// <summary>The latest end of a wait in the line.</summary>
    internal long? WaitsUntil { get; init; }

    /// <summary>Wakes the thread that blocks until a ledger answers; null where no thread blocks. Such a caller never joins the line.</summary>
    internal ManualResetEventSlim? BlockedThread { get; init; }

    /// <summary>What was granted; null where it was refused.</summary>
    internal BudgetReservation? Reservation => Claim.Outcome == ClaimOutcome.Granted ? _reservation : null;

    /// <summary>The numbers at the decision; those of a grant only where a ledger was asked.</summary>
    internal BudgetCheck Check { get; private set; }

    internal BudgetCheck CheckNeedsLock() => Budget.CheckNeedsLock(Amount, Claim.Amount);

    /// <summary>Ends the wait when the caller cancels.</summary>
    /// <remarks>Called once, outside the lock and after the waiter has joined the line or asked a ledger, so the wait may be over already.</remarks>
    internal void Watch()
    {
        var registration = _cancellationToken.UnsafeRegister(static waiter => ((Waiter)waiter!).Cancel(), this);
        lock (_sync)
        {
            if (!_isOver)
            {
                _registration = registration;
                return;
            }
        }

        registration.Unregister();
    }

    /// <summary>Keeps the outcome with its numbers. A work item completes the task; a blocked thread is woken at once, however busy the pool is.</summary>
    internal void CompleteNeedsLock(in BudgetCheck check)
    {
        var reason = WaitRules.ReasonOfEnd(Claim.Outcome, check.Reason);
        Check = reason == check.Reason ? check : check.Because(reason);
        if (BlockedThread is not null)
            BlockedThread.Set();
        else
            WorkItems.Queue(this);
    }

    /// <summary>Keeps the outcome of a wait in the line, with the numbers of that instant where it is a refusal, and has the task completed.</summary>
    internal void CompleteNeedsLock() =>
        CompleteNeedsLock(Claim.Outcome is ClaimOutcome.Granted or ClaimOutcome.Cancelled ? default : CheckNeedsLock());

    void IThreadPoolWorkItem.Execute()
    {
        CancellationTokenRegistration registration;
        lock (_sync)
        {
            _isOver = true;
            (registration, _registration) = (_registration, default);
        }

        registration.Unregister(); // First, because meanwhile the token would keep the waiter alive.
        switch (Claim.Outcome)
        {
            case ClaimOutcome.Granted:
                SetResult(_reservation);
                break;
            case ClaimOutcome.Cancelled:
                SetCanceled(_cancellationToken);
                break;
            default:
                SetException(new BudgetExceededException(Check));
                break;
        }

        // The clock and the log are foreign code. They may hang, and the caller has its outcome by now.
        Budget.UpdateWaitAlarm();
        if (Claim.Outcome == ClaimOutcome.Granted)
            Budget.LogGrant(Amount);
        else if (Claim.Outcome != ClaimOutcome.Cancelled)
            Budget.CountRefusal(Check);
    }

    private void Cancel() => Budget.EndWait(this, ClaimOutcome.Cancelled);
}
