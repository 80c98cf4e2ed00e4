namespace BudgetEnforcement.Tests.Ledger;

/// <summary>A waiter on one node gets what other nodes hold at hand, the oldest waiter first, and no waiters wait for each other in a circle.</summary>
public sealed class ClaimOfNodesTests : IDisposable
{
    private readonly LedgerWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Claims_OfTwoNodesThatHoldEachOthersSlices_AreBothServed()
    {
        var (x, y) = (_world.Open("X", 10m), _world.Open("Y", 10m));
        var nodes = new[] { _world.Start(x, y), _world.Start(x, y) };
        nodes[0].Reserved[x.Id] = nodes[1].Reserved[y.Id] = 10m;
        Hold(nodes[0], 10m, x);
        Hold(nodes[1], 10m, y);
        nodes[0].Reserved.Clear();
        nodes[1].Reserved.Clear();
        foreach (var node in nodes)
            node.Need(10m, x, y);

        ServeAll(nodes, seed: 1).Should().BeTrue();
    }

    [Fact]
    public void Claim_ForAllOfABudgetOfWhichManyHoldALittle_IsServed()
    {
        var budget = _world.Open("P", 1000m);
        var nodes = Enumerable.Range(0, 32).Select(_ => _world.Start(budget)).ToArray();
        foreach (var node in nodes)
            node.Exchange(ahead: 30m);
        nodes[3].Need(1000m, budget);

        ServeAll(nodes, seed: 2).Should().BeTrue();
    }

    [Fact]
    public void Claims_OfManyOverSeveralBudgets_AreAllServedUnderAnySeed()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            using var world = new LedgerWorld();
            var random = new Random(seed);
            var budgets = Enumerable.Range(0, 5).Select(i => world.Open("B" + i, 100m)).ToArray();
            var nodes = Enumerable.Range(0, 8).Select(_ => world.Start(budgets)).ToArray();
            foreach (var node in nodes)
                node.Exchange(ahead: random.Next(1, 13));
            foreach (var node in nodes.Take(6))
                node.Need(random.Next(30, 101), random.GetItems(budgets, 3).DistinctBy(budget => budget.Id).ToArray());

            ServeAll(nodes, seed, world).Should().BeTrue("seed {0}", seed);
        }
    }

    [Fact]
    public void Claim_OfANodeThatIsGone_EndsAfterThreeIntervals()
    {
        var budget = _world.Open("P", 10m);
        var (holder, gone, other) = (_world.Start(budget), _world.Start(budget), _world.Start(budget));
        holder.Reserved[budget.Id] = 8m;
        Hold(holder, 8m, budget);
        gone.Need(5m, budget);
        gone.Exchange().Needs.Single().IsMet.Should().BeFalse();

        other.Exchange(ahead: 1m).Items.Single().Should().Match<ExchangeReplyItem>(item => item.Shrink && item.Held.IsZero);
        _world.Clock.Advance(TimeSpan.FromSeconds(2.9));
        other.Exchange(ahead: 1m).Items.Single().Shrink.Should().BeTrue();
        _world.Clock.Advance(TimeSpan.FromSeconds(0.1));
        other.Exchange(ahead: 1m).Items.Single().Shrink.Should().BeFalse();

        other.Exchange(ahead: 1m).Items.Single().Held.Should().Be(LedgerAmount.FromDecimal(0.5m), "half of the room of 2 is its share beside one other holder");
    }

    [Fact]
    public void Claim_NoLongerRepeated_IsDroppedAtOnce()
    {
        var budget = _world.Open("P", 10m);
        var (holder, waits) = (_world.Start(budget), _world.Start(budget));
        holder.Reserved[budget.Id] = 8m;
        Hold(holder, 8m, budget);
        waits.Need(5m, budget);
        waits.Exchange();

        waits.Needs.Clear();
        waits.Exchange();

        _world.Row("P").ClaimNodeId.Should().BeNull();
    }

    [Fact]
    public void Claim_ThatLacksRoomInTheChildOnly_HoldsUpNobodyInTheParent()
    {
        var parent = _world.Open("organisation", 100m);
        var child = _world.Open("job", 60m, parent);
        var (waits, keeps, holds) = (_world.Start(parent, child), _world.Start(parent, child), _world.Start(parent, child));
        holds.Reserved[child.Id] = holds.Reserved[parent.Id] = 1m;
        Hold(holds, 1m, child, parent);
        keeps.Reserved[parent.Id] = 45m;
        Hold(keeps, 45m, parent);
        waits.Need(60m, child, parent);
        waits.Exchange();
        Claimed().Should().Be((true, true), "both lack room");

        keeps.Reserved.Clear();
        keeps.Exchange();
        for (var interval = 0; interval < 3; interval++)
        {
            Claimed().Should().Be((true, true), "others may still give back what they have at hand in the child");
            _world.Clock.Advance(TimeSpan.FromSeconds(1));
            waits.Exchange();
        }

        Claimed().Should().Be((true, false));
        keeps.Exchange(ahead: 5m);
        keeps.Exchange(ahead: 5m).Items.Single(item => item.BudgetId == parent.Id).Held.IsZero.Should().BeFalse();
        keeps.Reserved[parent.Id] = 45m;
        Hold(keeps, 45m, parent);
        waits.Exchange();
        Claimed().Should().Be((true, true), "the parent lacks room once more");

        (bool Child, bool Parent) Claimed() => (_world.Row("job").ClaimNodeId is not null, _world.Row("organisation").ClaimNodeId is not null);
    }

    [Fact]
    public void Need_WithoutRoomOnOneLevel_GetsNothingOnTheOthers()
    {
        var parent = _world.Open("P", 5m);
        var child = _world.Open("X", 100m, parent);
        var node = _world.Start(parent, child);
        node.Need(6m, child, parent);

        node.Exchange().Needs.Single().IsMet.Should().BeFalse();

        _world.Rows.Budgets.Should().OnlyContain(row => row.Held.IsZero);
    }

    private static void Hold(WorldNode node, decimal amount, params LedgerBudgetRow[] path)
    {
        node.Needs.Add(new ExchangeNeed { Id = Guid.NewGuid(), Path = [.. path.Select(budget => new ExchangeNeedLevel(budget.Id, LedgerAmount.FromDecimal(amount)))] });
        node.Exchange().Needs.Single().IsMet.Should().BeTrue();
        node.Needs.Clear();
    }

    // Each node exchanges once in an interval, in any order; a waiter that is served gives everything back.
    private bool ServeAll(WorldNode[] nodes, int seed, LedgerWorld? world = null)
    {
        var random = new Random(seed);
        for (var interval = 0; interval < 50; interval++)
        {
            random.Shuffle(nodes);
            foreach (var node in nodes)
            {
                if (node.Exchange(ahead: 5m).Needs.Any(need => need.IsMet))
                    node.Needs.Clear();
            }

            LedgerCheck.Find((world ?? _world).Store).Should().BeEmpty();
            (world ?? _world).Clock.Advance(TimeSpan.FromSeconds(1));
            if (nodes.All(node => node.Needs.Count == 0))
                return true;
        }

        return false;
    }
}
