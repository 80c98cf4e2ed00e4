using System.Diagnostics;

namespace BudgetEnforcement;

/// <content>Every way in which the numbers change. Whatever is asked before, is asked before any of them changes.</content>
internal sealed partial class BudgetState
{
    /// <summary>Records a cost on the whole path; it must be countable.</summary>
    /// <returns>Whether a budget of the path reached its next trigger, so that <see cref="Settle"/> must follow.</returns>
    internal bool Spend(in Money cost)
    {
        var reached = false;
        for (var state = this; state is not null; state = state._parent)
        {
            state._spent += cost;
            state._taken += cost;
            reached |= state._spent >= state._nextTrigger;
        }

        return reached;
    }

    /// <summary>Holds an amount that is admitted on the whole path.</summary>
    internal void Hold(in Money amount)
    {
        for (var state = this; state is not null; state = state._parent)
        {
            state._taken += amount;
            state.OpenReservations++;
        }
    }

    /// <summary>Frees an amount that was held on the whole path.</summary>
    internal void Free(in Money amount)
    {
        for (var state = this; state is not null; state = state._parent)
        {
            state._taken -= amount;
            state.OpenReservations--;
            Debug.Assert(state.OpenReservations >= 0, "Only what was held is freed.");
            Debug.Assert(state._taken >= state._spent, "What is spent is taken.");
        }
    }

    /// <summary>Frees an amount that was held and records a cost in its place, on the whole path; it must be countable.</summary>
    /// <returns>Whether a budget of the path reached its next trigger, so that <see cref="Settle"/> must follow.</returns>
    internal bool Exchange(in Money held, in Money cost)
    {
        var reached = false;
        for (var state = this; state is not null; state = state._parent)
        {
            state._spent += cost;
            state._taken -= held;
            state._taken += cost;
            state.OpenReservations--;
            reached |= state._spent >= state._nextTrigger;
            Debug.Assert(state.OpenReservations >= 0, "Only what was held is freed.");
            Debug.Assert(state._taken >= state._spent, "What is spent is taken.");
        }

        return reached;
    }

    /// <summary>Counts, on the whole path, what a cost was above its reservation.</summary>
    internal void CountOverage(in Money amount)
    {
        for (var state = this; state is not null; state = state._parent)
            state.Overage = Money.AddSaturating(state.Overage, amount);
    }

    /// <summary>Whether every budget of the path has spent at least the amount.</summary>
    internal bool CanTakeBack(in Money amount)
    {
        for (var state = this; state is not null; state = state._parent)
        {
            if (state._spent < amount)
                return false;
        }

        return true;
    }

    /// <summary>Takes recorded cost back on the whole path. <see cref="Settle"/> must follow.</summary>
    internal void TakeBack(in Money amount)
    {
        for (var state = this; state is not null; state = state._parent)
        {
            state._spent -= amount;
            state._taken -= amount;
        }
    }

    /// <summary>Sets the spend of this budget alone to zero. <see cref="Settle"/> must follow.</summary>
    internal void Reset()
    {
        _taken -= _spent;
        _spent = Money.Zero;
        Resets = unchecked(Resets + 1); // Only compared, never counted to the end.
    }

    /// <summary>Whether the period of this budget alone has ended. A clock that is put back does not begin one again.</summary>
    internal bool IsPeriodOver(long now) => now >= PeriodEnd;

    /// <summary>Begins a new period of this budget alone, whose last one is over. <see cref="Settle"/> must follow.</summary>
    internal void BeginPeriod(long now)
    {
        // Where the clocks are put back over midnight, now is a time of the last period again; what has ended does not end twice.
        var next = _calendar!.EndAfter(PeriodEnd);
        PeriodEnd = next > now ? next : _calendar.EndAfter(now);
        Debug.Assert(PeriodEnd > now, "A period that begins has not ended.");
        Reset();
    }

    /// <summary>Replaces the limit of this budget. <see cref="Settle"/> must follow.</summary>
    internal void SetLimit(in BudgetLimit limit) => _limit = limit;

    /// <summary>Brings the status of every budget of the path in line with its spend and arms the triggers above it.</summary>
    internal void Settle()
    {
        for (var state = this; state is not null; state = state._parent)
        {
            state.Status = state._limit.StatusAt(state._spent);
            state._nextTrigger = state._limit.TriggerAfter(state.Status);
            Debug.Assert(state._taken >= state._spent, "What is spent is taken.");
            Debug.Assert(state._spent < state._nextTrigger, "A trigger is armed only above the spend.");
        }
    }

    /// <summary>Takes note that the present status is told, and yields where the telling starts.</summary>
    /// <returns>Whether the status rose since the last call.</returns>
    internal bool TakeRise(out BudgetStatus from)
    {
        from = (BudgetStatus)_told;
        _told = _status;
        return Status > from;
    }

    /// <summary>Whether a rise to <paramref name="status"/> is worth telling under the present limit.</summary>
    internal bool Announces(BudgetStatus status) => _limit.Announces(status);
}
