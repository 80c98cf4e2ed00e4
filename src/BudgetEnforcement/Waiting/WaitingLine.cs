namespace BudgetEnforcement;

/// <summary>
/// Those who wait for room in a tree, in order of arrival. One who does not fit blocks those budgets of its path that lack the room, so
/// that nobody passes it there; whoever has only other budgets on the path goes on.
/// </summary>
/// <remarks>Every member needs the lock of the tree.</remarks>
internal sealed class WaitingLine
{
    private readonly LinkedList<Waiter> _waiting = new();
    private readonly List<BudgetState> _blocked = [];
    private readonly Queue<Waiter> _decided = new();
    private bool _isStale;

    internal bool IsEmpty => _waiting.Count == 0;

    /// <summary>Where they wait, in order of arrival.</summary>
    internal IEnumerable<BudgetEnforcer> Budgets => _waiting.Select(static waiter => waiter.Budget);

    /// <summary>The next end of a period on the path of somebody who waits, in ticks of UTC; of no meaning where nobody does.</summary>
    internal long NextPeriodEnd { get; private set; } = PeriodCalendar.Never;

    internal void Join(Waiter waiter)
    {
        waiter.PlaceNeedsLock = _waiting.AddLast(waiter);
        NextPeriodEnd = Math.Min(NextPeriodEnd, waiter.Budget.StateNeedsLock.NextPeriodEnd());
        waiter.Budget.WaitersNeedsLock++;
        _isStale = true;
    }

    /// <summary>Takes out one that gave up, unless it is decided already.</summary>
    /// <returns>Whether it was still waiting.</returns>
    internal bool Leave(Waiter waiter)
    {
        if (waiter.PlaceNeedsLock is null)
            return false;
        Decide(waiter);
        return true;
    }

    /// <summary>Takes note that room was taken: it makes nobody fit, but may make somebody block one more budget.</summary>
    internal void RoomWasTaken() => _isStale = true;

    /// <summary>Finds out who blocks what, if that may have changed.</summary>
    internal void Refresh()
    {
        if (_isStale)
            Advance();
    }

    /// <summary>
    /// Admits, in order of arrival, everyone who fits and has nobody before in a budget of its path; refuses those who never can.
    /// </summary>
    internal void Advance()
    {
        _blocked.ForEach(static state => state.IsBlocked = false);
        _blocked.Clear();
        NextPeriodEnd = PeriodCalendar.Never;
        for (var place = _waiting.First; place is not null;)
        {
            var waiter = place.Value;
            var next = place.Next;
            if (waiter.Budget.TryDecideNeedsLock(waiter))
            {
                Decide(waiter);
                BlockUntil(next);
            }
            else
            {
                Block(waiter);
            }

            place = next;
        }

        _isStale = false;
    }

    /// <summary>The next one who is decided and has not been told.</summary>
    internal bool TryTakeDecided(out Waiter? waiter) => _decided.TryDequeue(out waiter);

    private void Decide(Waiter waiter)
    {
        _waiting.Remove(waiter.PlaceNeedsLock!);
        waiter.PlaceNeedsLock = null;
        waiter.Budget.WaitersNeedsLock--;
        _decided.Enqueue(waiter);
        waiter.Budget.HasNewsNeedsLock();
    }

    // What one is given may leave those before it short in one more budget.
    private void BlockUntil(LinkedListNode<Waiter>? end)
    {
        for (var place = _waiting.First; place != end; place = place!.Next)
            Block(place!.Value);
    }

    private void Block(Waiter waiter)
    {
        for (var state = waiter.Budget.StateNeedsLock; state is not null; state = state.Parent)
        {
            NextPeriodEnd = Math.Min(NextPeriodEnd, state.PeriodEnd);
            if (state.IsBlocked || state.HasRoomFor(waiter.Money))
                continue;
            state.IsBlocked = true;
            _blocked.Add(state);
        }
    }
}
