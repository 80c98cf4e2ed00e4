namespace BudgetEnforcement;

/// <summary>One who waits for room. What becomes of it is decided once, under the lock of the tree; it is told outside.</summary>
internal sealed class Waiter(BudgetEnforcer budget, decimal amount, CancellationToken cancellationToken)
    : TaskCompletionSource<BudgetReservation>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private readonly object _sync = new();
    private CancellationTokenRegistration _registration;
    private ITimer? _periodTimer;
    private bool _isOver;
    private BudgetReservation? _granted;
    private BudgetExceededException? _refused;

    internal BudgetEnforcer Budget { get; } = budget;

    internal decimal Amount { get; } = amount;

    /// <summary>The amount as the rules count it.</summary>
    internal Money Money { get; } = Money.From(amount);

    /// <summary>Its place in the line; null once it is decided.</summary>
    internal LinkedListNode<Waiter>? PlaceNeedsLock { get; set; }

    internal void GrantNeedsLock(BudgetReservation reservation) => _granted = reservation;

    internal void RefuseNeedsLock(in BudgetCheck refusal) => _refused = new BudgetExceededException(refusal);

    /// <summary>Lets go of the line when the caller cancels, and looks for a new period when one begins.</summary>
    /// <remarks>Called once, outside the lock and after the waiter has its place, so what it watches may be over already.</remarks>
    internal void Watch(ITimer? periodTimer)
    {
        var registration = cancellationToken.UnsafeRegister(static waiter => ((Waiter)waiter!).Cancel(), this);
        lock (_sync)
        {
            if (!_isOver)
            {
                _registration = registration;
                _periodTimer = periodTimer;
                return;
            }
        }

        registration.Unregister();
        periodTimer?.Dispose();
    }

    /// <summary>Waits for the next period from now on; nothing where the wait is over.</summary>
    internal void WatchPeriod(TimeSpan due)
    {
        ITimer? timer;
        lock (_sync)
            timer = _periodTimer;
        timer?.Change(due, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Tells the caller what was decided. Continuations run on the thread pool.</summary>
    internal void Complete()
    {
        CancellationTokenRegistration registration;
        ITimer? timer;
        lock (_sync)
        {
            _isOver = true;
            (registration, timer) = (_registration, _periodTimer);
            (_registration, _periodTimer) = (default, null);
        }

        if (_granted is not null)
        {
            SetResult(_granted);
            Budget.TellGranted(this);
        }
        else if (_refused is not null)
        {
            SetException(_refused);
            Budget.TellRefused(_refused.Check, isFirst: true);
        }
        else
        {
            SetCanceled(cancellationToken);
        }

        registration.Unregister();
        try
        {
            timer?.Dispose();
        }
#pragma warning disable CA1031 // A timer is foreign code, and whoever made room must not hear of it.
        catch
#pragma warning restore CA1031
        {
            // It wakes nobody any more.
        }
    }

    private void Cancel() => Budget.Cancel(this);
}
