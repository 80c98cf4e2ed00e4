using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <content>Every change of the numbers. Each method checks its conditions before it changes anything.</content>
internal sealed partial class BudgetState
{
    /// <summary>Whether every budget of the path can count the amount. The caller asks before it changes anything.</summary>
    /// <param name="amount">The amount to spend.</param>
    /// <param name="freed">The amount that is held for it now and will be freed first.</param>
    internal bool CanCount(in Money amount, in Money freed = default)
    {
        foreach (var state in Path)
        {
            if (!state._taken.HasRoomForDecimal && !Money.TryAdd(state._taken - freed, amount, out _))
                return false;
        }

        return true;
    }

    /// <summary>Records a cost on the whole path if every budget of it can count it, all or nothing.</summary>
    /// <param name="cost">The cost, of one <see cref="decimal"/>.</param>
    /// <param name="status">The worst status of the path as of the last <see cref="ArmTriggers()"/>.</param>
    /// <param name="isTriggered">Whether a budget of the path reached its next trigger, so that <see cref="ArmTriggers()"/> must follow.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryRecord(in Money cost, out BudgetStatus status, out bool isTriggered)
    {
        // One pass over the path, which is undone where a budget cannot count the cost. Checking all budgets first would walk the path
        // twice.
        var (worst, reached) = (BudgetStatus.Ok, false);
        foreach (var state in Path)
        {
            if (!state._taken.HasRoomForDecimal && !Money.TryAdd(state._taken, cost, out _))
            {
                TakeBackBefore(state, cost);
                (status, isTriggered) = (default, false);
                return false;
            }

            state._taken += cost;
            state._spent += cost;
            reached |= state._spent >= state._nextTrigger;
            if (state.Status > worst)
                worst = state.Status;
        }

        (status, isTriggered) = (worst, reached);
        return true;
    }

    /// <summary>Records a cost on the whole path if it is admitted there, all or nothing.</summary>
    /// <param name="cost">The cost.</param>
    /// <param name="isTriggered">Whether a budget of the path reached its next trigger, so that <see cref="ArmTriggers()"/> must follow.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TrySpend(in Money cost, out bool isTriggered)
    {
        var reached = false;
        foreach (var state in Path)
        {
            if (!state.AdmitsHere(cost, out var taken))
            {
                TakeBackBefore(state, cost);
                isTriggered = false;
                return cost.IsZero && AdmitsZero;
            }

            state._taken = taken;
            state._spent += cost;
            reached |= state._spent >= state._nextTrigger;
        }

        isTriggered = reached;
        return true;
    }

    /// <summary>Holds an amount that is admitted on the whole path.</summary>
    internal void Hold(in Money amount)
    {
        foreach (var state in Path)
        {
            state._taken += amount;
            state.OpenReservations++;
        }
    }

    /// <summary>Frees an amount that was held on the whole path.</summary>
    internal void Free(in Money amount)
    {
        foreach (var state in Path)
        {
            state._taken -= amount;
            state.OpenReservations--;
            Check(state);
        }
    }

    /// <summary>
    /// Frees a held amount and records a cost in its place, on the whole path. <see cref="CanCount"/> must be true for it.
    /// </summary>
    /// <returns>Whether a budget of the path reached its next trigger, so that <see cref="ArmTriggers()"/> must follow.</returns>
    internal bool Commit(in Money held, in Money cost)
    {
        var reached = false;
        foreach (var state in Path)
        {
            state._spent += cost;
            state._taken -= held;
            state._taken += cost;
            state.OpenReservations--;
            reached |= state._spent >= state._nextTrigger;
            Check(state);
        }

        return reached;
    }

    /// <summary>Counts the part of a cost above its reservation, on the whole path.</summary>
    internal void CountOverage(in Money amount)
    {
        foreach (var state in Path)
            state.Extras.Overage = Money.AddSaturating(state.Extras.Overage, amount);
    }

    /// <summary>Whether every budget of the path has spent at least the amount.</summary>
    internal bool CanTakeBack(in Money amount)
    {
        foreach (var state in Path)
        {
            if (state._spent < amount || state.Slice is { } slice && !slice.CanTakeBack(state._spent, amount))
                return false;
        }

        return true;
    }

    /// <summary>Takes recorded cost back on the whole path. <see cref="ArmTriggers()"/> must follow.</summary>
    internal void TakeBack(in Money amount)
    {
        foreach (var state in Path)
        {
            if (state.Slice is { } slice)
            {
                state.TakeBackShared(slice, amount);
                continue;
            }

            var recorded = state.Recorded;
            state._spent -= amount;
            state._taken -= amount;
            state.KeepRecorded(recorded);
        }
    }

    /// <summary>Sets the spend of this budget alone to zero. <see cref="ArmTriggers()"/> must follow.</summary>
    internal void Reset()
    {
        var recorded = Recorded;
        _taken -= _spent;
        _spent = Money.Zero;
        KeepRecorded(recorded);
        Resets = unchecked(Resets + 1); // The number is only compared for equality, so it may wrap around.
    }

    /// <summary>Replaces the limit of this budget and its marks. <see cref="ArmTriggers()"/> must follow.</summary>
    internal void SetLimit(in BudgetLimit limit, BudgetThresholds thresholds)
    {
        _limit = limit;
        var marks = thresholds.MarksOf(limit);
        if (marks is not null || _extras is { Marks: not null })
            Extras.Marks = marks;
    }

    /// <summary>Closes the budget: it and every budget below it admit nothing any more.</summary>
    internal void Close()
    {
        Extras.IsClosed = true;
        _hasBarrier = true;
    }

    /// <summary>Adds a claim that has this budget on its path. It may block newcomers from now on.</summary>
    internal void AddClaim(Claim claim)
    {
        (Claims ??= new ClaimsOfBudget()).Waiting(claim).Add(claim);
        _hasBarrier = true;
    }

    /// <summary>Removes a claim. After the last one, the budget is as it was before the first.</summary>
    internal void RemoveClaim(Claim claim)
    {
        Claims!.Waiting(claim).Remove(claim);
        if (!Claims.IsEmpty)
            return;
        Claims = null;
        _hasBarrier = IsEnded;
    }

    /// <summary>Updates the status of every budget of the path from its spend, and arms its next trigger.</summary>
    internal void ArmTriggers()
    {
        foreach (var state in Path)
            ArmTrigger(state);
    }

    private void TakeBackBefore(BudgetState end, Money cost)
    {
        foreach (var state in Path)
        {
            if (state == end)
                return;
            state._spent -= cost;
            state._taken -= cost;
        }
    }

    private void KeepRecorded(in Money recorded) => (Extras.SpentBefore, Extras.RecordedBefore) = (_spent, recorded);

    private static void ArmTrigger(BudgetState state)
    {
        state.Status = state._limit.StatusAt(state._spent);
        state._nextTrigger = state.Slice is { } slice ? slice.NextTrigger(state._spent, state.TriggerAfterSpent()) : state.TriggerAfterSpent();
        Check(state);
        Debug.Assert(state._spent < state._nextTrigger || state._nextTrigger == Money.Max, "A trigger is armed only above the spend.");
    }
}
