namespace BudgetEnforcement;

/// <content>
/// A budget that several processes share by a ledger: this process admits what it holds, and knows the rest as of its last exchange.
/// </content>
internal sealed partial class BudgetState
{
    // The ledger may know of more spend than any limit. Cut off here, it is still above each of them, and leaves room for what this process adds.
    private static readonly Money MostSpent = new(1UL << 62, 0, 0);

    /// <summary>Whether processes share it by a ledger.</summary>
    internal bool IsShared => _isShared;

    internal BudgetSlice? Slice => _isShared ? _extras!.Slice : null;

    /// <summary>Whether it, or a budget above it, is shared.</summary>
    internal bool IsUnderLedger
    {
        get
        {
            foreach (var state in Path)
            {
                if (state._isShared)
                    return true;
            }

            return false;
        }
    }

    /// <summary>What is taken of this budget, as far as this process knows. Room that the ledger would grant to this process counts as free.</summary>
    internal Money VisibleTaken => Slice is { } slice ? _taken - slice.Undrawn : _taken;

    /// <summary>The amount that this budget alone admits once the ledger has been asked, as far as this process knows.</summary>
    internal Money VisibleRoom => Money.SubtractToZero(_limit.Amount, VisibleTaken);

    /// <summary>Makes it a shared budget, of which nothing is held or spent yet. Before its first use.</summary>
    internal void Share(BudgetSlice slice)
    {
        Extras.Slice = slice;
        _isShared = true;
        Pad(Money.Zero);
    }

    /// <summary>Takes what this process has recorded since the last call.</summary>
    internal Money TakeOwn(out Money refunds) => Slice!.TakeCosts(_spent, out refunds);

    /// <summary>Takes what the ledger answered, beside what is reserved here.</summary>
    /// <param name="spent">The spend of all processes, as far as it is known.</param>
    /// <param name="held">What this process holds.</param>
    /// <param name="own">What this process has spent in the term, less its refunds.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="thresholds">The portions of it that are announced.</param>
    /// <param name="undrawn">The room that no process holds.</param>
    /// <param name="wantsMore">Whether to draw more before half of what is held and not reserved is spent.</param>
    internal void Adopt(in Money spent, in Money held, in Money own, in Money limit, BudgetThresholds thresholds, in Money undrawn, bool wantsMore)
    {
        var slice = Slice!;
        var reserved = Reserved;
        _spent = spent < MostSpent ? spent : MostSpent;
        if (limit != _limit.Amount)
            SetLimit(new BudgetLimit(limit, thresholds), thresholds);
        var free = Money.SubtractToZero(held, reserved);
        slice.Adopt(_spent, held, own, wantsMore && !free.IsZero ? Money.AddSaturating(_spent, free.Half()) : Money.Max);
        Pad(reserved);
        slice.Undrawn = undrawn < slice.Padding ? undrawn : slice.Padding;
        ArmTrigger(this);
    }

    /// <summary>Admits nothing any more: the ledger is closed, or the budget in it is another one.</summary>
    internal void CutOff()
    {
        Slice!.IsCutOff = true;
        _hasBarrier = true;
    }

    /// <summary>Notes that a new term has begun.</summary>
    internal void BeginTerm()
    {
        Resets = unchecked(Resets + 1); // The number is only compared for equality, so it may wrap around.
        _acknowledgedRank = 0;
    }

    /// <summary>Whether the spend has reached a mark that is not announced yet.</summary>
    internal bool HasUnacknowledgedRise => Rank > _acknowledgedRank;

    /// <summary>Whether the amount would be admitted if no other process held anything.</summary>
    internal bool HasRoomWithoutOthersFor(in Money amount)
    {
        foreach (var state in Path)
        {
            if (!Money.TryAdd(state._spent + state.Reserved, amount, out var sum) || sum > state._limit.Amount)
                return false;
        }

        return true;
    }

    /// <summary>The largest amount that this budget alone would admit if no other process held anything; 0 where it would admit none.</summary>
    internal Money LargestWithoutOthers => Money.SubtractToZero(_limit.Amount, _spent + Reserved);

    /// <summary>Whether this budget alone has room for the amount once the ledger has been asked, as far as this process knows.</summary>
    internal bool HasVisibleRoomFor(in Money amount) => Money.TryAdd(VisibleTaken, amount, out var sum) && sum <= _limit.Amount;

    /// <summary>Whether the budget is closed, or cut off from its ledger. Then nothing above 0 is admitted here, and in a closed one not even 0.</summary>
    private bool IsEnded => IsClosed || Slice is { IsCutOff: true };

    private BudgetState? NearestCutOff()
    {
        foreach (var state in Path)
        {
            if (state.Slice is { IsCutOff: true })
                return state;
        }

        return null;
    }

    private BudgetStatus VisibleStatusWith(in Money amount)
    {
        var worst = BudgetStatus.Ok;
        foreach (var state in Path)
        {
            var next = state._limit.StatusAt(Money.AddSaturating(state.VisibleTaken, amount));
            if (next > worst)
                worst = next;
        }

        return worst;
    }

    /// <summary>Takes back own cost. That does not enlarge what is held: the ledger may have given the room to another process.</summary>
    private void TakeBackShared(BudgetSlice slice, in Money amount)
    {
        var reserved = Reserved;
        _spent -= amount;
        slice.TakeBack(amount);
        Pad(reserved);
        slice.Undrawn = Money.AddSaturating(slice.Undrawn, amount);
        if (slice.Undrawn > slice.Padding)
            slice.Undrawn = slice.Padding;
    }

    /// <summary>Counts as taken what is neither spent nor held here.</summary>
    private void Pad(in Money reserved)
    {
        var slice = Slice!;
        slice.Padding = Money.SubtractToZero(Money.SubtractToZero(_limit.Amount, _spent), slice.HeldAt(_spent));
        _taken = _spent + reserved + slice.Padding;
    }
}
