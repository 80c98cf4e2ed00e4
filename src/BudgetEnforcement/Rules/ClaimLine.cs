using System.Diagnostics;

namespace BudgetEnforcement;

/// <summary>
/// Those who wait for room in a tree, in order of arrival. One with hope that finds no room in a budget blocks it for all who come later; one
/// that has only other budgets on its path goes on.
/// </summary>
/// <remarks>
/// Each claim is parked at one budget that stops it. Where room appears in a budget, the first one parked there is looked at: it is granted,
/// or parked at another budget that stops it, and so on until one stays, for then all behind it stay too. So an operation looks at those
/// that its own path stops, and at no others.
/// </remarks>
internal sealed class ClaimLine
{
    private readonly HashSet<BudgetState> _withPeriod = [];
    private readonly Queue<Claim> _decided = new();
    private readonly PriorityQueue<BudgetState, long> _changed = new();
    private long _lastTicket;
    private long _nextPeriodEnd = PeriodCalendar.Never;

    internal bool IsEmpty => Count == 0;

    /// <summary>How many wait.</summary>
    internal int Count { get; private set; }

    /// <summary>No period of a budget that a claim waits on ends before this, in ticks of UTC. May be read without the lock.</summary>
    internal long NextPeriodEnd
    {
        get => Volatile.Read(ref _nextPeriodEnd);
        private set => Volatile.Write(ref _nextPeriodEnd, value);
    }

    internal void Join(Claim claim)
    {
        Debug.Assert(!claim.State.Admits(claim.Amount), "Only what is not admitted waits.");
        claim.Ticket = ++_lastTicket;
        claim.IsHopeful = claim.State.NearestWithoutHopeFor(claim.Amount) is null;
        Count++;
        claim.Add();
        claim.Park(StopperOf(claim)!);
        foreach (var state in claim.State.Path)
        {
            if (state.HasPeriod && _withPeriod.Add(state))
                NextPeriodEnd = Math.Min(NextPeriodEnd, state.PeriodEnd);
        }
    }

    /// <summary>Takes out one that is not to wait any longer, unless it is decided already.</summary>
    /// <returns>Whether it was still waiting.</returns>
    internal bool TryEnd(Claim claim, ClaimOutcome outcome)
    {
        if (claim.Outcome != ClaimOutcome.Waiting)
            return false;
        End(claim, outcome);
        Serve();
        return true;
    }

    /// <summary>The next one that is decided and has not been taken from here.</summary>
    internal bool TryTakeDecided(out Claim? claim) => _decided.TryDequeue(out claim);

    /// <summary>Admits, refuses and sorts anew what a change of spend or of what is held on a path calls for.</summary>
    internal void Update(BudgetState changed)
    {
        foreach (var state in changed.Path)
        {
            if (state.Claims is { } claims && claims.AreTouchedBy(state))
                Sort(state);
        }

        Serve();
    }

    /// <summary>The same for budgets whose own limit or period changed, or that are closed, and no others of their paths.</summary>
    internal void Update(IEnumerable<BudgetState> changed)
    {
        foreach (var state in changed)
            Sort(state);
        Serve();
    }

    /// <summary>
    /// The budgets whose period must end before those who wait for it are passed. It looks at all of them, so it is to be asked once
    /// <see cref="NextPeriodEnd"/> has come, or now and then for ends that a wrong clock made.
    /// </summary>
    internal List<BudgetState> TakeDuePeriods(long now)
    {
        var due = _withPeriod.Where(state => state.CorrectPeriodEnd(now)).ToList();
        NextPeriodEnd = _withPeriod.Except(due).Select(static state => state.PeriodEnd).DefaultIfEmpty(PeriodCalendar.Never).Min();
        return due;
    }

    /// <summary>Takes note of when the period of a budget ends now.</summary>
    internal void NotePeriodEnd(BudgetState state)
    {
        if (_withPeriod.Contains(state))
            NextPeriodEnd = Math.Min(NextPeriodEnd, state.PeriodEnd);
    }

    // Refuses those who can never fit, and parts those with hope from those without. What is parked here is to be looked at.
    private void Sort(BudgetState state)
    {
        if (state.Claims is null)
            return;
        while (state.Claims is { } claims && FirstNeverAdmitted(state, claims) is { } claim)
            End(claim, state.IsClosed ? ClaimOutcome.Closed : ClaimOutcome.NeverFits);
        if (!state.HasPeriod)
            SortByHope(state);
        Note(state);
    }

    private void SortByHope(BudgetState state)
    {
        var hopeful = state.LargestWithHope;
        while (state.Claims?.Hopeful.FirstAbove(hopeful) is { } claim)
            LoseHope(claim, state);
        while (!state.IsExceeded && state.Claims?.ParkedHopeless.FirstAtMost(hopeful) is { } claim)
            LookForHope(claim, state);
    }

    /// <summary>Remembers to look at those parked at a budget, the first of them in its turn.</summary>
    private void Note(BudgetState state)
    {
        if (state.Claims?.ParkedHopeful.First is { } first)
            _changed.Enqueue(state, first.Ticket);
    }

    private void NoteAll(BudgetPath path)
    {
        foreach (var state in path)
            Note(state);
    }

    private static Claim? FirstNeverAdmitted(BudgetState state, ClaimsOfBudget claims)
    {
        if (state.IsClosed)
            return claims.Hopeful.First ?? claims.Hopeless.First;
        return claims.Hopeful.FirstAbove(state.Limit) ?? claims.Hopeless.FirstAbove(state.Limit);
    }

    private void LoseHope(Claim claim, BudgetState at)
    {
        claim.Unpark();
        claim.Remove();
        claim.IsHopeful = false;
        claim.Add();
        claim.Park(at);
        NoteAll(claim.State.Path); // It blocks nothing any more.
    }

    private static void LookForHope(Claim claim, BudgetState at)
    {
        claim.Unpark();
        if (claim.State.NearestWithoutHopeFor(claim.Amount) is { } other)
        {
            claim.Park(other);
            return;
        }

        // It is parked where it is looked at, in the order of arrival, with all others.
        claim.Remove();
        claim.IsHopeful = true;
        claim.Add();
        claim.Park(at);
    }

    /// <summary>
    /// Looks, in order of arrival, at those parked where something changed: each is granted or parked anew, until one stays, for it stops all
    /// behind it.
    /// </summary>
    private void Serve()
    {
        while (_changed.TryDequeue(out var at, out var ticket))
        {
            if (at.Claims?.ParkedHopeful.First is not { } claim)
                continue;
            if (claim.Ticket == ticket)
            {
                var stopper = StopperOf(claim, at);
                if (stopper == at)
                    continue; // All that are parked behind it stay too.
                if (stopper is null)
                {
                    Grant(claim);
                }
                else
                {
                    claim.Unpark();
                    claim.Park(stopper);
                }
            }

            Note(at);
        }
    }

    private void Grant(Claim claim)
    {
        claim.State.Hold(claim.Amount);
        End(claim, ClaimOutcome.Granted);
    }

    private static BudgetState? StopperOf(Claim claim, BudgetState? lookedAtFirst = null)
    {
        if (!claim.IsHopeful)
            return claim.State.NearestWithoutHopeFor(claim.Amount);
        if (lookedAtFirst is not null && lookedAtFirst.Stops(claim))
            return lookedAtFirst;
        foreach (var state in claim.State.Path)
        {
            if (state.Stops(claim))
                return state;
        }

        return null;
    }

    private void End(Claim claim, ClaimOutcome outcome)
    {
        claim.Unpark();
        claim.Remove();
        claim.Outcome = outcome;
        Count--;
        _decided.Enqueue(claim);
        foreach (var state in claim.State.Path)
        {
            if (state is { HasPeriod: true, Claims: null })
                _withPeriod.Remove(state); // Nothing here may keep it alive any longer.
        }

        if (IsEmpty)
            NextPeriodEnd = PeriodCalendar.Never;

        if (outcome != ClaimOutcome.Granted && claim.IsHopeful)
            NoteAll(claim.State.Path); // It blocks nothing any more; one that is granted had room everywhere, and blocked nothing.
    }
}
