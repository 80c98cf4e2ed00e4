#pragma warning disable CA2000 // Every reservation made here goes to the caller, inside a task that the analyzer does not follow.

namespace BudgetEnforcement;

/// <content>The wait for room.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>How many calls of <see cref="ReserveAsync"/> on this budget wait for room now; those on budgets beneath are not among them.</summary>
    public int Waiters
    {
        get
        {
            using (LockTree())
                return WaitersNeedsLock;
        }
    }

    /// <summary>
    /// How many calls of <see cref="ReserveAsync"/> on this budget may wait at the same time, see <see cref="BudgetOptions.MaxWaiters"/>; 0 or
    /// more. At 0 an amount that does not fit is refused at once.
    /// </summary>
    public int MaxWaiters
    {
        get
        {
            using (_tree.Gate.EnterScope())
                return _extras?.MaxWaiters ?? 0;
        }
    }

    /// <summary>
    /// The longest that a call of <see cref="ReserveAsync"/> on this budget waits, see <see cref="BudgetOptions.MaxWait"/>;
    /// <see langword="null"/>: no bound.
    /// </summary>
    public TimeSpan? MaxWait
    {
        get
        {
            using (_tree.Gate.EnterScope())
                return _extras?.MaxWait;
        }
    }

    /// <summary>
    /// Holds an amount as <see cref="TryReserve(decimal, out BudgetReservation)"/> does: at once where it fits, and otherwise, first come first
    /// served, as soon as a release, a smaller commit, a refund, a reset, a higher limit or a new period makes room.
    /// </summary>
    /// <param name="amount">The most that the operation may cost; 0 or more. A total of exactly the limit fits; 0 never waits.</param>
    /// <param name="cancellationToken">Ends the wait. What is held already stays held.</param>
    /// <returns>What was held: commit it with the real cost, or release it, or dispose of it.</returns>
    /// <remarks>
    /// <para>
    /// A waiter blocks those budgets of its path that lack the room for it: until it is served, they admit no other call. So small amounts do
    /// not starve a large one, and callers with only other budgets on their path are not held up. Recording, by <see cref="AddCost"/> and
    /// <see cref="BudgetReservation.Commit(decimal)"/>, always passes, and so does <see cref="BudgetReservation.TryRenew"/>, which goes on
    /// with what was admitted before.
    /// </para>
    /// <para>
    /// A waiter blocks only while releases or the end of a period can serve it. Once a budget without a period has spent too much for it,
    /// only a refund, a reset or a higher limit can: it waits for those without holding up others, which is logged as information.
    /// </para>
    /// <para>
    /// At most <see cref="BudgetOptions.MaxWaiters"/> calls on this budget wait at the same time, each at most
    /// <see cref="BudgetOptions.MaxWait"/>. The call completes synchronously if the amount fits at once; otherwise the task completes on
    /// the thread pool.
    /// </para>
    /// <para>
    /// Where a ledger shares a budget of the path and this process does not hold enough of it, the call asks the ledger, without blocking a
    /// thread and for <see cref="BudgetLedgerOptions.AskTimeout"/> at most, and then waits like the others if it may.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative; thrown by the call itself.</exception>
    /// <exception cref="BudgetExceededException">
    /// It does not fit and cannot wait, with <see cref="BudgetExceededException.Reason"/>: it never fits because it is above the limit of a
    /// budget of the path, also when a limit is lowered during the wait; too many callers wait already; this budget lets none wait; it has
    /// waited as long as it may; or a budget of the path is closed, also during the wait. Of a shared budget also: other processes hold the
    /// rest, or the ledger does not answer or is closed.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled before or during the wait. Nothing stays behind. A call that is served at the very
    /// moment of the cancellation stays served.
    /// </exception>
    /// <exception cref="Exception">
    /// It has to wait, and the clock threw when it was asked for the time or for a timer. Nothing is held, and nothing stays behind.
    /// </exception>
    public ValueTask<BudgetReservation> ReserveAsync(decimal amount, CancellationToken cancellationToken = default)
    {
        var money = Money.From(amount);
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<BudgetReservation>(cancellationToken);

        var reservation = TryHold(amount, money);
        if (reservation is not null)
            return new ValueTask<BudgetReservation>(reservation);
        return _tree.Ledger is null ? ReserveOrWait(amount, money, cancellationToken) : AskLedgerOrWait(amount, money, cancellationToken);
    }

    /// <summary>Ends a wait that is not decided yet. Work items deliver its announcements.</summary>
    /// <returns>Whether the waiter was still waiting.</returns>
    internal bool EndWait(Waiter waiter, ClaimOutcome outcome)
    {
        using (LockTree(inBackground: true))
        {
            return _tree.EndWaitNeedsLock(waiter, outcome);
        }
    }

    internal void LogGrant(decimal amount) => _tree.Telemetry.Reserved(this, amount);

    /// <summary>Sets the alarm of the remaining waiters, or ends it. What a clock throws is logged.</summary>
    internal void UpdateWaitAlarm()
    {
        try
        {
            _tree.SetWaitAlarm();
        }
#pragma warning disable CA1031 // The alarm that is already set fires at least once a minute and sets itself again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogClockFailed(exception);
        }
    }

    private ValueTask<BudgetReservation> ReserveOrWait(decimal amount, in Money money, CancellationToken cancellationToken)
    {
        var deadline = DeadlineOfWait();
        BudgetReservation? reservation;
        Waiter? waiter = null;
        var isHopeful = false;
        BudgetCheck refusal = default;
        using (LockTree())
        {
            reservation = TryHoldNeedsLock(amount, money, out var verdict);
            if (reservation is null)
            {
                // A ledger that has nothing to give now, though it seems so from here, is waited for like others who hold the rest.
                refusal = new BudgetCheck(verdict);
                refusal = refusal.Because(WaitRules.OrHeldElsewhere(refusal.Reason));
                if (MayWaitNeedsLock(refusal, hasAsked: false, out refusal))
                {
                    waiter = JoinNeedsLock(amount, money, deadline, cancellationToken);
                    isHopeful = waiter.Claim.IsHopeful;
                }
            }
        }

        if (waiter is not null)
            return WaitAsync(waiter, amount, isHopeful);
        if (reservation is not null)
        {
            _tree.Telemetry.Reserved(this, amount);
            return new ValueTask<BudgetReservation>(reservation);
        }

        CountRefusal(refusal);
        return ValueTask.FromException<BudgetReservation>(new BudgetExceededException(refusal));
    }

    /// <summary>Whether a caller that was refused may wait in the line.</summary>
    /// <param name="refusal">Why it was refused.</param>
    /// <param name="hasAsked">Whether it has asked a ledger.</param>
    /// <param name="final">Where it may not wait, what it is told.</param>
    internal bool MayWaitNeedsLock(BudgetCheck refusal, bool hasAsked, out BudgetCheck final)
    {
        var (waiters, mostWaiters) = _extras is { } extras ? (extras.Waiters, extras.MaxWaiters) : (0, 0);
        var against = WaitRules.ReasonAgainstWait(refusal.Reason, hasAsked, waiters, mostWaiters);
        final = refusal.Because(against);
        return against == BudgetRefusalReason.None;
    }

    private WaitDeadline DeadlineOfWait() => WaitDeadline.After(Volatile.Read(ref _extras)?.MaxWait, _tree.Clock);

    private Waiter JoinNeedsLock(decimal amount, in Money money, WaitDeadline deadline, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(this, amount, money, cancellationToken) { WaitsUntil = deadline.TimestampOrThrow() };
        _tree.JoinNeedsLock(waiter);
        return waiter;
    }

    private ValueTask<BudgetReservation> WaitAsync(Waiter waiter, decimal amount, bool isHopeful)
    {
        var task = WatchAsync(waiter);
        _tree.Telemetry.Waiting(this, amount, isHopeful);
        return task;
    }

    private ValueTask<BudgetReservation> WatchAsync(Waiter waiter)
    {
        waiter.Watch();
        try
        {
            _tree.SetWaitAlarm();
        }
        catch
        {
            // The clock cannot make a timer, so the waiter must leave the line. A waiter that was served meanwhile needs no timer.
            if (EndWait(waiter, ClaimOutcome.Cancelled))
                throw;
        }

        return new ValueTask<BudgetReservation>(waiter.Task);
    }
}
