using System.Diagnostics;

namespace BudgetEnforcement;

/// <summary>
/// The claims that wait for room in a tree, in order of arrival. A hopeful claim that has no room in a budget blocks that budget for all
/// later claims. A claim whose path has no blocked budget goes on.
/// </summary>
/// <remarks>
/// Each claim is parked at one budget that stops it. When room appears in a budget, the line looks at the first claim parked there and
/// grants it or parks it at another budget that stops it. It goes on with the next until a claim stays, because that claim also stops all
/// claims behind it. So an operation looks only at claims that a budget of its own path stops.
/// </remarks>
internal sealed class ClaimLine
{
    private readonly HashSet<BudgetState> _withPeriod = [];
    private readonly Queue<Claim> _decided = new();
    private readonly PriorityQueue<BudgetState, long> _changed = new();
    private long _lastTicket;
    private long _nextPeriodEnd = PeriodCalendar.Never;

    internal bool IsEmpty => Count == 0;

    /// <summary>The number of claims that wait.</summary>
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

    /// <summary>Ends the wait of a claim, unless the claim is decided already.</summary>
    /// <returns>Whether the claim was still waiting.</returns>
    internal bool TryEnd(Claim claim, ClaimOutcome outcome)
    {
        if (claim.Outcome != ClaimOutcome.Waiting)
            return false;
        End(claim, outcome);
        Serve();
        return true;
    }

    /// <summary>Takes the next decided claim.</summary>
    internal bool TryTakeDecided(out Claim? claim) => _decided.TryDequeue(out claim);

    /// <summary>Grants, refuses and sorts claims after the spend or the held amount on a path has changed.</summary>
    internal void Update(BudgetState changed)
    {
        foreach (var state in changed.Path)
        {
            if (state.Claims is { } claims && claims.AreTouchedBy(state))
                Reclassify(state);
        }

        Serve();
    }

    /// <summary>
    /// Grants, refuses and sorts claims after these budgets alone, and not the rest of their paths, got another limit, began a period or
    /// were closed.
    /// </summary>
    internal void Update(IEnumerable<BudgetState> changed)
    {
        foreach (var state in changed)
            Reclassify(state);
        Serve();
    }

    /// <summary>
    /// Returns the budgets on the paths of claims whose period has ended: their new periods must begin before another caller takes the
    /// room. The method looks at every such budget, so callers use it once <see cref="NextPeriodEnd"/> has come, and now and then to
    /// correct ends that a wrong clock produced.
    /// </summary>
    internal List<BudgetState> TakeDuePeriods(long now)
    {
        foreach (var state in _withPeriod)
            state.CorrectPeriodEnd(now);
        var due = _withPeriod.Where(state => state.IsPeriodOver(now)).ToList();
        NextPeriodEnd = _withPeriod.Except(due).Select(static state => state.PeriodEnd).DefaultIfEmpty(PeriodCalendar.Never).Min();
        return due;
    }

    /// <summary>Notes the new end of the period of a budget.</summary>
    internal void NotePeriodEnd(BudgetState state)
    {
        if (_withPeriod.Contains(state))
            NextPeriodEnd = Math.Min(NextPeriodEnd, state.PeriodEnd);
    }

    // Refuses the claims that can never fit, separates hopeful claims from hopeless ones, and notes to look at the claims parked here.
    private void Reclassify(BudgetState state)
    {
        if (state.Claims is null)
            return;
        while (state.Claims is { } claims && FirstNeverAdmitted(state, claims) is { } claim)
            End(claim, state.IsClosed ? ClaimOutcome.Closed : ClaimOutcome.NeverFits);
        if (!state.HasPeriod)
            ReclassifyByHope(state);
        Note(state);
    }

    private void ReclassifyByHope(BudgetState state)
    {
        var hopeful = state.LargestWithHope;
        while (state.Claims?.Hopeful.FirstAbove(hopeful) is { } claim)
            LoseHope(claim, state);
        while (!state.IsExceeded && state.Claims?.ParkedHopeless.FirstAtMost(hopeful) is { } claim)
            LookForHope(claim, state);
    }

    /// <summary>Notes to look at the claims parked at a budget, in the order of arrival of the first.</summary>
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
        NoteAll(claim.State.Path); // The claim blocks nothing any more.
    }

    private static void LookForHope(Claim claim, BudgetState at)
    {
        claim.Unpark();
        if (claim.State.NearestWithoutHopeFor(claim.Amount) is { } other)
        {
            claim.Park(other);
            return;
        }

        // Serve looks at this budget next and takes its claims in order of arrival, this one included.
        claim.Remove();
        claim.IsHopeful = true;
        claim.Add();
        claim.Park(at);
    }

    /// <summary>
    /// Looks, in order of arrival, at the claims parked at changed budgets. It grants each or parks it anew, until one stays: that claim
    /// stops all claims behind it.
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
                    continue; // All claims parked behind it stay too.
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
                _withPeriod.Remove(state); // The line must not keep the budget alive any longer.
        }

        if (IsEmpty)
            NextPeriodEnd = PeriodCalendar.Never;

        if (outcome != ClaimOutcome.Granted && claim.IsHopeful)
            NoteAll(claim.State.Path); // The claim blocks nothing any more. A granted claim had room everywhere and blocked nothing.
    }
}
