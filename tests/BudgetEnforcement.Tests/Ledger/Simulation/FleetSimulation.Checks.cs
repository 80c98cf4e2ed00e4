using System.Numerics;

namespace BudgetEnforcement.Tests.Ledger.Simulation;

/// <content>What holds at every instant, and what holds in the end.</content>
internal sealed partial class FleetSimulation
{
    internal bool HasUncoveredCosts => _plan.HasUncoveredCosts;

    internal bool IsLost() => Random.NextDouble() < _plan.Loss;

    internal TimeSpan Delay() => IsStoreSlow && !IsQuiet ? UpTo(1_500) : TimeSpan.FromMilliseconds(1) + UpTo(8);

    private void Check()
    {
        var rows = Store.Read(new LedgerQuery());
        LedgerCheck.Find(rows).Should().BeEmpty();
        foreach (var node in _living)
            CheckNode(node);
        if (_plan.HasUncoveredCosts || IsRestored)
            return;

        foreach (var budget in rows.Budgets)
        {
            CheckTerm(budget.Name, budget.Term, budget.Limit, new LedgerTotals(budget.Costs, budget.Refunds, budget.Held));
            foreach (var term in rows.Terms.Where(term => term.BudgetId == budget.Id))
                CheckTerm(budget.Name, term.Term, term.Limit, new LedgerTotals(term.Costs, term.Refunds, term.Held));
        }
    }

    private void CheckTerm(string budget, long term, LedgerAmount limit, LedgerTotals totals)
    {
        var known = LedgerTotals.Spent(totals.Costs, totals.Refunds).Plus(totals.Held).ToBigInteger();
        var truth = TruthOf(budget, term);
        known.Should().BeGreaterThanOrEqualTo(truth, "what is spent of {0} in term {1} was held before", budget, term);
        known.Should().BeLessThanOrEqualTo(limit.ToBigInteger(), "{0} in term {1} is not given away twice", budget, term);
    }

    private void CheckNode(SimulatedNode node)
    {
        foreach (var shared in node.Shared)
        {
            var state = shared.State;
            var slice = state.Slice!;
            // The condition is tested before the failure is built, since an assertion takes a hundred times as long.
            var used = Money.AddSaturating(state.Reserved, slice.CostsSince(state.Spent));
            if (shared.NodeSlice is { } own && !_plan.HasUncoveredCosts && !IsRestored && used > own.Held.Money)
                Assert.Fail($"What {node.Name} reserves of {shared.Name} and has spent since it last spoke is {used}, and it holds {own.Held}.");
            if (slice.Undrawn > slice.Padding)
                Assert.Fail($"{node.Name} counts {slice.Undrawn} of {shared.Name} as free, and {slice.Padding} are not its own.");
        }
    }

    /// <summary>Lets every node end its operations, until no waiter is left that can be served, and the store knows everything.</summary>
    private void Drain()
    {
        var deadline = _now + TimeSpan.FromSeconds(60).Ticks;
        foreach (var node in _dead)
            Settle(node); // The waiters would lack what the dead nodes hold.
        EndAll();
        RunUntil(() => _now >= deadline);

        // By now the nodes have reported all that they spent, and given back the rest.
        foreach (var node in _living)
        {
            foreach (var (budget, amount, task) in node.Waiting)
            {
                var canBeServed = HasRoom(budget, amount) && !_living.SelectMany(other => other.Waiting).Any(other => Blocks(other, budget));
                canBeServed.Should().BeFalse("nobody waits in vain for {0} of {1} on {2}: {3}", amount, budget, node.Name, string.Join("; ", budget.GetPath()));
            }
        }

        foreach (var node in _dead)
            Settle(node); // A late message has replaced what was settled.
        Check();
        var rows = Store.Read(new LedgerQuery());
        foreach (var budget in rows.Budgets)
        {
            SpentIs(budget.Name, budget.Term, budget.Costs, budget.Refunds);
            foreach (var term in rows.Terms.Where(term => term.BudgetId == budget.Id))
                SpentIs(budget.Name, term.Term, term.Costs, term.Refunds);
        }
    }

    private static bool HasRoom(BudgetEnforcer budget, decimal amount) => budget.GetPath().All(level => level.Spent + level.Reserved + amount <= level.Limit);

    /// <summary>Whether somebody waits for the end of a period, or for who does, and so has no room in a budget of the path.</summary>
    private static bool Blocks((BudgetEnforcer Budget, decimal Amount, Task<BudgetReservation> Task) waiter, BudgetEnforcer budget)
    {
        var names = budget.GetPath().Select(level => level.Name).ToHashSet();
        return waiter.Budget.GetPath().Any(level => names.Contains(level.Name) && level.Spent + level.Reserved + waiter.Amount > level.Limit)
            && waiter.Budget.GetPath().All(level => level.PeriodEnd is not null || level.Spent + waiter.Amount <= level.Limit);
    }

    private void EndAll()
    {
        foreach (var node in _living)
            node.EndOperations();
        After(TimeSpan.FromMilliseconds(100), EndAll);
    }

    private void SpentIs(string budget, long term, LedgerAmount costs, LedgerAmount refunds) =>
        (costs.ToBigInteger() - refunds.ToBigInteger()).Should().Be(TruthOf(budget, term), "{0} has in term {1} what was really spent", budget, term);

    /// <summary>Tells the ledger what a dead node spent beyond its last report.</summary>
    private void Settle(SimulatedNode node)
    {
        var rows = Store.Read(new LedgerQuery());
        var ids = node.Ids.Where(id => rows.Nodes.Find(id) is not null).ToList();
        if (ids.Count == 0)
            return;
        Dictionary<LedgerTermKey, decimal> truth = [];
        foreach (var (name, term) in node.TermsSpentIn)
        {
            var budgetId = rows.Budgets.Single(budget => budget.Name == name).Id;
            var reported = rows.Slices.Where(slice => slice.BudgetId == budgetId && slice.Term == term && node.Ids.Contains(slice.NodeId))
                .Aggregate(BigInteger.Zero, (sum, slice) => sum + slice.Costs.ToBigInteger() - slice.Refunds.ToBigInteger());
            truth[new LedgerTermKey(budgetId, term)] = (decimal)((node.TruthOf(name, term) - reported) / BigInteger.Pow(10, 24)) / 10_000m;
        }

        foreach (var id in ids)
        {
            // The ledger has what the node reported under earlier ids; the last id gets all the rest.
            var request = SettleRequest.For(Store, id, truth: null, charges: false);
            var own = id == ids[^1] ? truth : [];
            request = request with { Truth = own, Slices = [.. request.Slices.Concat(own.Keys).Distinct()] };
            new SettleCommand(request).Run(Store);
        }
    }
}
