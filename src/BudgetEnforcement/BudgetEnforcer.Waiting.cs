#pragma warning disable CA2000 // Every reservation made here goes to the caller, inside a task that the analyzer does not follow.

namespace BudgetEnforcement;

/// <content>Waiting for room, and the passing of periods.</content>
public sealed partial class BudgetEnforcer
{
    private readonly bool _readsClock;
    private readonly int _maxWaiters;

    /// <summary>How many wait for room on this budget.</summary>
    internal int WaitersNeedsLock { get; set; }

    internal BudgetState StateNeedsLock => _state;

    /// <summary>
    /// Holds an amount as <see cref="TryReserve(decimal, out BudgetReservation)"/> does: at once where it fits, and otherwise, first come first served, as soon as a
    /// release, a smaller commit, a refund, a reset, a higher limit or a new period makes room.
    /// </summary>
    /// <param name="amount">The most that the operation may cost; 0 or more. A total of exactly the limit fits.</param>
    /// <param name="cancellationToken">Ends the wait. What is held already stays held.</param>
    /// <returns>What was held: commit it with the real cost, or release it, or dispose of it.</returns>
    /// <remarks>
    /// <para>
    /// One who waits blocks those budgets of its path that lack the room for it: until it is served, no admission passes there, so a large
    /// amount is not starved by small ones, and whoever has only other budgets on the path is not held up. Recording, <see cref="AddCost"/>
    /// and <see cref="BudgetReservation.Commit(decimal)"/>, always passes, and <see cref="BudgetReservation.TryRenew"/>, which goes on with
    /// what was admitted, passes too. One whom only a refund, a higher limit or a new period can serve blocks as well: who comes first is
    /// served first.
    /// </para>
    /// <para>Deciding who is next looks at everyone in the line, so keep <see cref="BudgetOptions.MaxWaiters"/> in the thousands.</para>
    /// <para>
    /// At most <see cref="BudgetOptions.MaxWaiters"/> calls on this budget wait at the same time. Where it fits at once, the call completes
    /// synchronously.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative; thrown by the call itself.</exception>
    /// <exception cref="BudgetExceededException">
    /// It does not fit and cannot wait, with <see cref="BudgetExceededException.Reason"/>: it never fits because it is above the limit of a
    /// budget of the path, also when a limit is lowered during the wait; too many wait already; or this budget lets nobody wait.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled before or during the wait. Nothing stays behind. A call that is served at the very
    /// moment of the cancellation stays served.
    /// </exception>
    public ValueTask<BudgetReservation> ReserveAsync(decimal amount, CancellationToken cancellationToken = default)
    {
        var money = Money.From(amount);
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<BudgetReservation>(cancellationToken);

        var reservation = TryHold(amount, money);
        return reservation is null ? ReserveOrWait(amount, money, cancellationToken) : new ValueTask<BudgetReservation>(reservation);
    }

    /// <summary>Admits one who waits, or refuses it for good, where that can be decided now.</summary>
    internal bool TryDecideNeedsLock(Waiter waiter)
    {
        if (_state.NeverAdmits(waiter.Money))
            waiter.RefuseNeedsLock(CheckNeedsLock(waiter.Amount, waiter.Money));
        else if (_state.Admits(waiter.Money))
            waiter.GrantNeedsLock(HoldNeedsLock(waiter.Money));
        else
            return false;
        return true;
    }

    internal void HasNewsNeedsLock() => _tree.HasNewsNeedsLock();

    /// <returns>Whether it was still waiting.</returns>
    internal bool Cancel(Waiter waiter)
    {
        var now = Now();
        bool wasWaiting;
        lock (_tree.Gate)
        {
            EnterNeedsLock(now);
            wasWaiting = _tree.LineNeedsLock.Leave(waiter);
            if (wasWaiting)
                _tree.LineNeedsLock.Advance();
        }

        _tree.Tell();
        return wasWaiting;
    }

    internal void TellGranted(Waiter waiter) => Log.Reserved(_tree.Logger, Name, waiter.Amount, Currency);

    private ValueTask<BudgetReservation> ReserveOrWait(decimal amount, in Money money, CancellationToken cancellationToken)
    {
        BudgetReservation? reservation;
        Waiter? waiter = null;
        BudgetCheck refusal = default;
        var isFirst = false;
        lock (_tree.Gate)
        {
            reservation = TryHoldNeedsLock(money);
            if (reservation is null)
            {
                refusal = CheckNeedsLock(amount, money);
                if (refusal.Reason != BudgetRefusalReason.NeverFits && WaitersNeedsLock < _maxWaiters)
                    _tree.LineNeedsLock.Join(waiter = new Waiter(this, amount, cancellationToken));
                else
                    isFirst = NoteRefusalNeedsLock();
            }
        }

        if (waiter is not null)
            return WaitAsync(waiter);
        if (reservation is not null)
        {
            Log.Reserved(_tree.Logger, Name, amount, Currency);
            _tree.Tell();
            return new ValueTask<BudgetReservation>(reservation);
        }

        if (_maxWaiters > 0 && refusal.Reason != BudgetRefusalReason.NeverFits)
            refusal = refusal.Because(BudgetRefusalReason.TooManyWaiters);
        TellRefused(refusal, isFirst);
        _tree.Tell();
        return ValueTask.FromException<BudgetReservation>(new BudgetExceededException(refusal));
    }

    private ValueTask<BudgetReservation> WaitAsync(Waiter waiter)
    {
        Log.Waiting(_tree.Logger, Name, waiter.Amount, Currency);
        try
        {
            waiter.Watch(_readsClock ? _tree.Clock.CreateTimer(LookForPeriod, waiter, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) : null);
            if (_readsClock)
                waiter.WatchPeriod(TimeUntilPeriod());
        }
        catch
        {
            // A clock that cannot make timers: nobody may be left in the line. Whoever was served meanwhile needs no timer.
            if (Cancel(waiter))
                throw;
        }

        _tree.Tell();
        return new ValueTask<BudgetReservation>(waiter.Task);
    }

    private void LookForPeriod(object? waiter)
    {
        var now = Now();
        lock (_tree.Gate)
            EnterNeedsLock(now);
        ((Waiter)waiter!).WatchPeriod(TimeUntilPeriod());
        _tree.Tell();
    }

    // Timers go by a monotonic clock and periods by the calendar, which may be set: so nobody sleeps long, and whoever wakes early waits
    // again.
    private TimeSpan TimeUntilPeriod()
    {
        var now = Now();
        long end;
        lock (_tree.Gate)
            end = _state.NextPeriodEnd();
        var shortest = TimeSpan.FromMilliseconds(1);
        var longest = TimeSpan.FromMinutes(1);
        var due = TimeSpan.FromTicks(Math.Max(end - now, 0));
        return due < shortest ? shortest : due > longest ? longest : due;
    }

    /// <summary>The time in ticks of UTC where there is a period on the path; read outside the lock, for a clock is foreign code.</summary>
    private long Now() => _readsClock ? ReadClock() : 0;

    private long ReadClock()
    {
        try
        {
            return _tree.Clock.GetUtcNow().UtcTicks;
        }
#pragma warning disable CA1031 // What is spent is recorded whatever a clock throws; the period goes on until it can be read again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.ClockFailed(_tree.Logger, exception, Name);
            return 0;
        }
    }

    /// <summary>Begins the periods that are due, of the path and of those who wait. Whatever reads or changes a number starts with it.</summary>
    private void EnterNeedsLock(long now)
    {
        if (_readsClock)
            BeginPeriodsNeedsLock(now);
    }

    private void BeginPeriodsNeedsLock(long now)
    {
        if (BeginDuePeriodsNeedsLock(now) || _tree.IsPeriodOfWaiterOverNeedsLock(now))
            BeginPeriodsOfWaitersNeedsLock(now);
    }

    // Whoever waits was here before, and its timer comes late.
    private void BeginPeriodsOfWaitersNeedsLock(long now)
    {
        var began = _tree.WaitingNeedsLock.Where(budget => budget.BeginDuePeriodsNeedsLock(now)).ToList();
        _tree.RoomWasMadeNeedsLock();
        SettleNeedsLock();
        began.ForEach(static budget => budget.SettleNeedsLock());
    }

    private bool BeginDuePeriodsNeedsLock(long now)
    {
        var began = false;
        for (var budget = this; budget is not null; budget = budget.Parent)
        {
            if (!budget._state.IsPeriodOver(now))
                continue;
            _tree.AnnouncementsNeedsLock.Enqueue(new Announcement(budget, Crossed: null, budget.ReportNeedsLock()));
            budget._state.BeginPeriod(now);
            began = true;
        }

        return began;
    }
}
