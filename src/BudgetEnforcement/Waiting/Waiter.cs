namespace BudgetEnforcement;

/// <summary>One that waits for room. What becomes of it is decided once, under the lock of the tree; its task completes in a work item.</summary>
/// <remarks>
/// A work item of its own, because completing a task may post to a synchronization context, which is foreign code: it runs neither under a
/// lock nor on a thread that made room for another caller.
/// </remarks>
#pragma warning disable CA1001 // The reservation goes to the caller, or was never held.
internal sealed class Waiter : TaskCompletionSource<BudgetReservation>, IThreadPoolWorkItem
#pragma warning restore CA1001
{
    private readonly decimal _amount;
    private readonly CancellationToken _cancellationToken;
    private readonly BudgetReservation _reservation;
    private readonly object _sync = new();
    private CancellationTokenRegistration _registration;
    private bool _isOver;
    private BudgetCheck _refusal;

    internal Waiter(BudgetEnforcer budget, decimal amount, in Money money, CancellationToken cancellationToken)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        Budget = budget;
        Claim = new Claim(this, budget.State, money);
        _amount = amount;
        _cancellationToken = cancellationToken;

        // Made first: nothing may fail between holding and handing out.
        _reservation = new BudgetReservation(budget, money);
    }

    internal BudgetEnforcer Budget { get; }

    internal Claim Claim { get; }

    /// <summary>When the wait ends at the latest, as a timestamp of the clock of the tree; none if <see langword="null"/>.</summary>
    internal long? Deadline { get; init; }

    /// <summary>Lets go of the line when the caller cancels.</summary>
    /// <remarks>Called once, outside the lock and after the waiter has its place, so the wait may be over already.</remarks>
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

    /// <summary>Takes what was decided, with the numbers of that instant, and leaves it to a work item to complete the task.</summary>
    internal void DecideNeedsLock()
    {
        if (Claim.Outcome is ClaimOutcome.NeverFits or ClaimOutcome.Closed or ClaimOutcome.WaitedTooLong)
            _refusal = Budget.CheckNeedsLock(_amount, Claim.Amount);
        if (Claim.Outcome == ClaimOutcome.WaitedTooLong)
            _refusal = _refusal.Because(BudgetRefusalReason.WaitedTooLong);
        WorkItems.Queue(this);
    }

    void IThreadPoolWorkItem.Execute()
    {
        CancellationTokenRegistration registration;
        lock (_sync)
        {
            _isOver = true;
            (registration, _registration) = (_registration, default);
        }

        registration.Unregister(); // First, for what follows calls foreign code, and the token would keep the waiter.
        switch (Claim.Outcome)
        {
            case ClaimOutcome.Granted:
                SetResult(_reservation);
                Budget.LogGrant(_amount);
                break;
            case ClaimOutcome.Cancelled:
                SetCanceled(_cancellationToken);
                break;
            default:
                SetException(new BudgetExceededException(_refusal));
                Budget.CountRefusal(_refusal);
                break;
        }

        Budget.LookAtWaitAlarm();
    }

    private void Cancel() => Budget.EndWait(this, ClaimOutcome.Cancelled);
}
