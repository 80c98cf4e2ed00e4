using System.Diagnostics;

namespace BudgetEnforcement;

/// <summary>
/// The numbers of one budget, linked to those of its parent, and every transition of them. It knows no lock, clock, logger or event:
/// whoever calls holds the lock of the tree and brings the time.
/// </summary>
/// <remarks>
/// Two totals are kept: what is <em>spent</em>, and what is <em>taken</em>, that is spent plus reserved. So admission is one sum and one
/// comparison, and recording is two sums. Whatever is below the present spend has been told, so one number, the next trigger, says whether
/// a cost has anything to tell.
/// </remarks>
internal sealed partial class BudgetState
{
    private readonly BudgetState? _parent;
    private readonly PeriodCalendar? _calendar;
    private BudgetLimit _limit;
    private Money _spent;
    private Money _taken;
    private Money _nextTrigger;

    // In one byte each: there may be a million of these.
    private byte _status;
    private byte _told;

    /// <param name="parent">The numbers that these count against too.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="spent">What is spent at the start, which is not to be told.</param>
    /// <param name="calendar">When the spend starts again from 0, null for never.</param>
    /// <param name="now">The time, in ticks of UTC; of no meaning without a calendar.</param>
    internal BudgetState(BudgetState? parent, in BudgetLimit limit, in Money spent, PeriodCalendar? calendar = null, long now = 0)
    {
        _parent = parent;
        _limit = limit;
        _spent = spent;
        _taken = spent;
        _calendar = calendar;
        Status = limit.StatusAt(spent);
        _told = _status;
        _nextTrigger = limit.TriggerAfter(Status);
        PeriodEnd = calendar?.EndAfter(now) ?? PeriodCalendar.Never;
    }

    internal Money Limit => _limit.Amount;

    internal Money Spent => _spent;

    internal Money Reserved => _taken - _spent;

    /// <summary>How many reservations are open on this budget, those of its descendants included.</summary>
    internal long OpenReservations { get; private set; }

    /// <summary>What was committed above its reservations in total.</summary>
    internal Money Overage { get; private set; }

    /// <summary>How often the spend started again from 0.</summary>
    internal int Resets { get; private set; }

    /// <summary>When the spend starts again from 0, in ticks of UTC.</summary>
    internal long PeriodEnd { get; private set; }

    /// <summary>Whether somebody waits for room in this budget, so that nobody may pass.</summary>
    internal bool IsBlocked { get; set; }

    /// <summary>The status of this budget as of the last <see cref="Settle"/>.</summary>
    internal BudgetStatus Status
    {
        get => (BudgetStatus)_status;
        private set => _status = (byte)value;
    }

    /// <summary>This budget and its ancestors, from here to the root.</summary>
    internal BudgetState? Parent => _parent;

    /// <summary>The worst status on the path up to the root.</summary>
    internal BudgetStatus PathStatus
    {
        get
        {
            var worst = Status;
            for (var state = _parent; state is not null; state = state._parent)
            {
                if (state.Status > worst)
                    worst = state.Status;
            }

            return worst;
        }
    }

    /// <summary>The largest amount that the whole path would admit.</summary>
    internal Money Available
    {
        get
        {
            if (NearestBlocked() is not null)
                return Money.Zero;
            var tightest = Tightest();
            return Money.SubtractToZero(tightest.Limit, tightest._taken);
        }
    }

    /// <summary>Whether this budget and every ancestor have room for the amount and nobody waits before.</summary>
    internal bool Admits(in Money amount)
    {
        for (var state = this; state is not null; state = state._parent)
        {
            if (state.IsBlocked || !state.HasRoomFor(amount))
                return false;
        }

        return true;
    }

    /// <summary>
    /// Whether this budget and every ancestor have room for the amount if what is held for it were freed first. What goes on was admitted
    /// before, so it passes those who wait; and what needs no more than it has always goes on.
    /// </summary>
    internal bool AdmitsInstead(in Money held, in Money amount)
    {
        for (var state = amount > held ? this : null; state is not null; state = state._parent)
        {
            if (!Money.TryAdd(state._taken - held, amount, out var sum) || sum > state._limit.Amount)
                return false;
        }

        return true;
    }

    /// <summary>Whether this budget alone has room for the amount.</summary>
    internal bool HasRoomFor(in Money amount) => Money.TryAdd(_taken, amount, out var sum) && sum <= _limit.Amount;

    /// <summary>Whether the amount is above the limit of a budget of the path, so that no release can make room for it.</summary>
    internal bool NeverAdmits(in Money amount)
    {
        for (var state = this; state is not null; state = state._parent)
        {
            if (amount > state._limit.Amount)
                return true;
        }

        return false;
    }

    /// <summary>The nearest budget of the path that somebody waits for.</summary>
    internal BudgetState? NearestBlocked()
    {
        var state = this;
        while (state is not null && !state.IsBlocked)
            state = state._parent;
        return state;
    }

    /// <summary>The budget of the path with the least room, the nearest of several that have equally little.</summary>
    internal BudgetState Tightest()
    {
        var tightest = this;
        for (var state = _parent; state is not null; state = state._parent)
        {
            if (state.HasLessRoomThan(tightest))
                tightest = state;
        }

        return tightest;
    }

    /// <summary>The worst status on the path if everything reserved and the amount were spent.</summary>
    internal BudgetStatus PathStatusWith(in Money amount)
    {
        var worst = BudgetStatus.Ok;
        for (var state = this; state is not null; state = state._parent)
        {
            var status = state._limit.StatusAt(Money.AddSaturating(state._taken, amount));
            if (status > worst)
                worst = status;
        }

        return worst;
    }

    /// <summary>When ends of periods alone will have made room for what does not fit now, in ticks of UTC; never where they cannot.</summary>
    internal long RoomAt(in Money amount)
    {
        var at = 0L;
        for (var state = this; state is not null; state = state._parent)
        {
            if (state.HasRoomFor(amount))
                continue;
            if (!Money.TryAdd(state.Reserved, amount, out var sum) || sum > state._limit.Amount)
                return PeriodCalendar.Never;
            at = Math.Max(at, state.PeriodEnd);
        }

        Debug.Assert(at > 0, "Only what does not fit is asked for.");
        return at;
    }

    /// <summary>The next end of a period on the path, in ticks of UTC.</summary>
    internal long NextPeriodEnd()
    {
        var next = PeriodCalendar.Never;
        for (var state = this; state is not null; state = state._parent)
            next = Math.Min(next, state.PeriodEnd);
        return next;
    }

    /// <summary>Whether every budget of the path can count the amount: to be asked before anything changes.</summary>
    /// <param name="amount">What is to be spent.</param>
    /// <param name="freed">What is held for it now and will be freed first.</param>
    internal bool CanCount(in Money amount, in Money freed = default)
    {
        for (var state = this; state is not null; state = state._parent)
        {
            if (!state._taken.HasRoomForDecimal && !Money.TryAdd(state._taken - freed, amount, out _))
                return false;
        }

        return true;
    }

    private bool HasLessRoomThan(BudgetState other)
    {
        var over = _taken > _limit.Amount;
        if (over != other._taken > other._limit.Amount)
            return over;
        return over
            ? _taken - _limit.Amount > other._taken - other._limit.Amount
            : _limit.Amount - _taken < other._limit.Amount - other._taken;
    }
}
