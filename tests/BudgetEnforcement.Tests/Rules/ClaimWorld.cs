namespace BudgetEnforcement.Tests;

/// <summary>A few budgets twice: as the library keeps them, and as numbers with a plain list of the waiting claims.</summary>
internal sealed class ClaimWorld
{
    private readonly ClaimLine _line = new();
    private readonly List<Twin> _budgets = [];
    private readonly List<Asked> _asked = [];
    private readonly List<(Twin Budget, int Amount)> _held = [];
    private long _now = new DateTime(2024, 10, 30, 13, 0, 0, DateTimeKind.Utc).Ticks;

    /// <param name="shape">For each budget the places of up to two parents before it, its limit, and whether it has a period of a day.</param>
    internal ClaimWorld((int First, int Second, int Limit, bool HasPeriod)[] shape)
    {
        foreach (var (first, second, limit, hasPeriod) in shape)
        {
            var parents = new[] { first, second }.Where(place => place >= 0 && _budgets.Count > 0).Select(place => _budgets[place % _budgets.Count]).Distinct().ToArray();
            _budgets.Add(new Twin(States.New(limit, hasPeriod, _now, [.. parents.Select(parent => parent.State)]), parents)
            {
                Limit = limit, End = hasPeriod ? EndAfter(_now) : long.MaxValue,
            });
        }
    }

    internal void Ask(int place, int amount)
    {
        var budget = At(place);
        Assert.Equal(Admits(budget, amount, _asked), budget.State.Admits(Money.From(amount)));
        if (Admits(budget, amount, _asked))
        {
            Hold(budget, amount);
        }
        else if (budget.Path.All(each => !each.IsClosed && amount <= each.Limit))
        {
            var asked = new Asked(budget, amount, new Claim(budget, budget.State, Money.From(amount)));
            _line.Join(asked.Claim);
            _asked.Add(asked);
        }
    }

    internal void TryHold(int place, int amount)
    {
        var budget = At(place);
        if (budget.State.Admits(Money.From(amount)))
            Hold(budget, amount);
    }

    internal void Release(int pick) => Commit(pick, cost: 0, isReleased: true);

    internal void Commit(int pick, int cost) => Commit(pick, cost, isReleased: false);

    internal void Spend(int place, int amount)
    {
        var budget = At(place);
        budget.State.Hold(Money.From(amount));
        budget.State.Commit(Money.From(amount), Money.From(amount));
        budget.Path.ForEach(each => each.Spent += amount);
        Changed(budget);
    }

    internal void TakeBack(int place, int amount)
    {
        var budget = At(place);
        if (!budget.State.CanTakeBack(Money.From(amount)))
            return;
        budget.State.TakeBack(Money.From(amount));
        budget.Path.ForEach(each => each.Spent -= amount);
        Changed(budget);
    }

    internal void Reset(int place)
    {
        var budget = At(place);
        budget.State.Reset();
        budget.Spent = 0;
        Changed(budget);
    }

    internal void SetLimit(int place, int limit)
    {
        var budget = At(place);
        budget.State.SetLimit(States.Limit(limit), BudgetThresholds.Default);
        budget.Limit = limit;
        ChangedItself(budget);
    }

    internal void Close(int place)
    {
        var budget = At(place);
        budget.State.Close();
        budget.IsClosed = true;
        ChangedItself(budget);
    }

    internal void GiveUp(int pick)
    {
        var waiting = _asked.FindAll(asked => asked.Outcome == ClaimOutcome.Waiting);
        if (waiting.Count == 0)
            return;
        var asked = waiting[pick % waiting.Count];
        Assert.True(_line.TryEnd(asked.Claim, ClaimOutcome.Cancelled));
        Assert.False(_line.TryEnd(asked.Claim, ClaimOutcome.Cancelled));
        asked.Outcome = ClaimOutcome.Cancelled;
        Serve();
    }

    /// <summary>Lets time pass; only the periods that waiting claims need begin by themselves.</summary>
    internal void PassTime(long ticks)
    {
        _now += ticks;
        var needed = _budgets.FindAll(each => each.End <= _now && Waiting.Any(asked => asked.Budget.Path.Contains(each)));
        Assert.True(needed.Count == 0 || _line.NextPeriodEnd <= _now, "the line must not be late");
        var due = _line.TakeDuePeriods(_now);
        Assert.True(needed.TrueForAll(each => due.Contains(each.State)), "a waiting claim needs the period now");
        foreach (var each in _budgets.FindAll(each => due.Contains(each.State)))
        {
            each.State.BeginPeriod(_now);
            _line.NotePeriodEnd(each.State);
            (each.Spent, each.End) = (0, EndAfter(_now));
        }

        _line.Update(due);
        Serve();
    }

    internal void IsAsTheRuleSays()
    {
        while (_line.TryTakeDecided(out var claim))
            Assert.NotEqual(ClaimOutcome.Waiting, claim!.Outcome);
        foreach (var asked in _asked)
            Assert.Equal(asked.Outcome, asked.Claim.Outcome);
        foreach (var asked in Waiting)
            Assert.Equal(HasHope(asked), asked.Claim.IsHopeful);
        Assert.Equal(Waiting.Count(), _line.Count);
        foreach (var budget in _budgets)
        {
            Assert.Equal((budget.Spent, budget.Held), (budget.State.Spent.ToDecimal(roundUp: false), budget.State.Reserved.ToDecimal(roundUp: false)));
            for (var amount = 0; amount <= 12; amount++)
                Assert.Equal(Admits(budget, amount, _asked), budget.State.Admits(Money.From(amount)));
        }
    }

    private IEnumerable<Asked> Waiting => _asked.Where(asked => asked.Outcome == ClaimOutcome.Waiting);

    private static long EndAfter(long now) => ((now / TimeSpan.TicksPerDay) + 1) * TimeSpan.TicksPerDay;

    private static bool HasHope(Asked asked) => asked.Budget.Path.All(each => each.End != long.MaxValue || each.Spent + asked.Amount <= each.Limit);

    // The rule: the whole path has room, and no earlier claim blocks a budget of it. A claim that has hope blocks each budget in which it lacks room.
    private static bool Admits(Twin budget, int amount, IEnumerable<Asked> before) =>
        budget.Path.All(each => !each.IsClosed)
        && (amount == 0
            || (budget.Path.All(each => each.Room >= amount)
                && !before.Any(asked => asked.Outcome == ClaimOutcome.Waiting && HasHope(asked)
                    && budget.Path.Exists(each => each.Room < asked.Amount && asked.Budget.Path.Contains(each)))));

    private Twin At(int place) => _budgets[place % _budgets.Count];

    private void Hold(Twin budget, int amount)
    {
        budget.State.Hold(Money.From(amount));
        Take(budget, amount);
        Changed(budget);
    }

    private void Take(Twin budget, int amount)
    {
        budget.Path.ForEach(each => each.Held += amount);
        _held.Add((budget, amount));
    }

    private void Commit(int pick, int cost, bool isReleased)
    {
        if (_held.Count == 0)
            return;
        var (budget, amount) = _held[pick % _held.Count];
        _held.RemoveAt(pick % _held.Count);
        if (isReleased)
            budget.State.Free(Money.From(amount));
        else
            budget.State.Commit(Money.From(amount), Money.From(cost));
        budget.Path.ForEach(each => (each.Held, each.Spent) = (each.Held - amount, each.Spent + cost));
        Changed(budget);
    }

    private void Changed(Twin budget)
    {
        _line.Update(budget.State);
        Serve();
    }

    private void ChangedItself(Twin budget)
    {
        _line.Update([budget.State]);
        Serve();
    }

    private void Serve()
    {
        foreach (var asked in Waiting.ToList())
        {
            if (asked.Budget.Path.Exists(each => each.IsClosed))
                asked.Outcome = ClaimOutcome.Closed;
            else if (asked.Budget.Path.Exists(each => asked.Amount > each.Limit))
                asked.Outcome = ClaimOutcome.NeverFits;
        }

        foreach (var asked in Waiting.ToList())
        {
            if (!HasHope(asked) || !Admits(asked.Budget, asked.Amount, _asked.TakeWhile(before => before != asked)))
                continue;
            asked.Outcome = ClaimOutcome.Granted;
            Take(asked.Budget, asked.Amount);
        }
    }

    private sealed class Twin
    {
        internal Twin(BudgetState state, Twin[] parents)
        {
            State = state;
            Path = [this, .. parents.SelectMany(parent => parent.Path).Distinct()];
        }

        internal BudgetState State { get; }

        internal List<Twin> Path { get; }

        internal int Limit { get; set; }

        internal int Spent { get; set; }

        internal int Held { get; set; }

        internal long End { get; set; }

        internal bool IsClosed { get; set; }

        internal int Room => Limit - Spent - Held;
    }

    private sealed class Asked(Twin budget, int amount, Claim claim)
    {
        internal Twin Budget { get; } = budget;

        internal int Amount { get; } = amount;

        internal Claim Claim { get; } = claim;

        internal ClaimOutcome Outcome { get; set; }
    }
}
