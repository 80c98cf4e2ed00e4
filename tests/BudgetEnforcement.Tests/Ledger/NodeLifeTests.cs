namespace BudgetEnforcement.Tests.Ledger;

/// <summary>Nodes end, get lost, are settled and forgotten; time alone frees nothing.</summary>
public sealed class NodeLifeTests : IDisposable
{
    private readonly LedgerWorld _world = new();
    private readonly LedgerBudgetRow _team;
    private readonly WorldNode _node;

    public NodeLifeTests()
    {
        _team = _world.Open("team", 100m);
        _node = _world.Start(_team);
        _node.Reserved[_team.Id] = 20m;
        _node.Needs.Add(new ExchangeNeed { Id = Guid.NewGuid(), Path = [new(_team.Id, Amount(20m))] });
        _node.Exchange();
        _node.Needs.Clear();
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Node_UnseenForItsLifetime_IsInDoubtAndStillHolds()
    {
        var other = _world.Start(_team);
        other.Exchange(looks: true).Items.Single().InDoubt.Should().Be(LedgerAmount.Zero);

        _world.Clock.Advance(TimeSpan.FromSeconds(31));
        var answer = other.Exchange(looks: true).Items.Single();

        (answer.InDoubt, answer.Elsewhere, answer.FoundDoubt).Should().Be((Amount(20m), Amount(20m), true));
        other.Exchange(looks: true).Items.Single().FoundDoubt.Should().BeFalse("it is found once");
        _node.Exchange();
        other.Exchange(looks: true).Items.Single().InDoubt.Should().Be(LedgerAmount.Zero);
    }

    [Fact]
    public void Node_ThatEndsWithoutReservations_HoldsNothingAndIsClosed()
    {
        _node.Reserved.Clear();

        _node.Exchange(isLast: true);

        _world.Row("team").Held.Should().Be(LedgerAmount.Zero);
        _world.Rows.Nodes.Single().State.Should().Be(LedgerNodeState.Closed);
    }

    [Fact]
    public void Node_ThatEndsWithReservations_HoldsThemAndIsInDoubtAtOnce()
    {
        _node.Exchange(isLast: true);

        _world.Rows.Nodes.Single().State.Should().Be(LedgerNodeState.Abandoned);
        _world.Start(_team).Exchange(looks: true).Items.Single().InDoubt.Should().Be(Amount(20m));
    }

    [Theory]
    [InlineData(true, 20)]
    [InlineData(false, 0)]
    public void Settle_WithoutTheTruth_ChargesOrReleasesAndTheNodeCorrectsIt(bool charges, int guess)
    {
        new SettleCommand(SettleRequest.For(_world.Store, _node.State.Id, truth: null, charges)).Run(_world.Store);

        (_world.Row("team").Costs, _world.Row("team").Held).Should().Be((Amount(guess), LedgerAmount.Zero));
        _world.Rows.Nodes.Single().State.Should().Be(LedgerNodeState.Settled);
        _node.Reserved.Clear();
        _node[_team].Record(Amount(6m));
        _node.Exchange();
        _world.Row("team").Costs.Should().Be(Amount(6m));
        _world.Rows.Nodes.Single().State.Should().Be(LedgerNodeState.Open);
        LedgerCheck.Find(_world.Store).Should().BeEmpty();
    }

    [Fact]
    public void Settle_OfANodeThatNeverHeardOfTheNewTerm_ChargesTheOldOneOnly()
    {
        new ResetCommand("team", Guid.NewGuid()).Run(_world.Store);
        _world.Row("team").Held.Should().Be(Amount(20m), "it is carried");

        new SettleCommand(SettleRequest.For(_world.Store, _node.State.Id, truth: null, charges: true)).Run(_world.Store);

        (_world.Row("team").Costs, _world.Row("team").Held).Should().Be((LedgerAmount.Zero, LedgerAmount.Zero));
        _world.Rows.Terms.Single().Costs.Should().Be(Amount(20m));
    }

    [Fact]
    public void Settle_WithTheTruth_CountsItOnceHoweverOftenItIsSent()
    {
        var request = SettleRequest.For(_world.Store, _node.State.Id, new Dictionary<Guid, decimal> { [_team.Id] = 13m }, charges: false);

        new SettleCommand(request).Run(_world.Store).Budgets.Should().ContainSingle();
        new SettleCommand(request).Run(_world.Store).Budgets.Should().BeEmpty();

        _world.Row("team").Costs.Should().Be(Amount(13m));
        _world.Rows.Entries.Should().ContainSingle(entry => entry.Kind == LedgerEntryKind.Settlement && entry.NodeId == _node.State.Id);
    }

    [Fact]
    public void Node_SettledWhoseRoomIsAnothersNow_KeepsOnlyWhatThereIsRoomFor()
    {
        new SettleCommand(SettleRequest.For(_world.Store, _node.State.Id, truth: null, charges: false)).Run(_world.Store);
        var other = _world.Start(_team);
        other.Need(95m, _team);
        other.Exchange().Needs.Single().IsMet.Should().BeTrue();

        _node.Exchange();

        _node[_team].Held.Should().Be(Amount(5m));
    }

    [Fact]
    public void Settle_OfAnUnknownNode_IsAnError()
    {
        var request = new SettleRequest { NodeId = Guid.NewGuid(), CommandId = Guid.NewGuid(), Slices = [] };

        new SettleCommand(request).Invoking(it => it.Run(_world.Store)).Should().Throw<BudgetLedgerException>();
    }

    [Fact]
    public void Node_ThatHoldsSomething_IsNeverForgotten()
    {
        _world.Clock.Advance(TimeSpan.FromDays(400));

        ForgetNodeCommand.FindAll(_world.Store).Should().BeEmpty();
    }

    [Fact]
    public void Node_ForgottenThatComesBack_GoesOnUnderANewIdAndCountsNothingTwice()
    {
        _node.Reserved.Clear();
        _node[_team].Record(Amount(9m));
        _node.Exchange();
        var old = _node.State.Id;
        _world.Clock.Advance(TimeSpan.FromDays(2));
        ForgetNodeCommand.FindAll(_world.Store).Single().Run(_world.Store).IsForgotten.Should().BeTrue();
        _world.Rows.Slices.Should().BeEmpty();
        LedgerCheck.Find(_world.Store).Should().BeEmpty();

        _node[_team].Record(Amount(2m));
        _node.Exchange().Outcome.Should().Be(ExchangeOutcome.Expired);
        _node.Exchange().Outcome.Should().Be(ExchangeOutcome.Answered);

        _node.State.Id.Should().NotBe(old);
        _world.Row("team").Costs.Should().Be(Amount(11m));
        LedgerCheck.Find(_world.Store).Should().BeEmpty();
    }

    [Fact]
    public void Node_ForgottenWhileItsAnswerWasLost_CountsThatReportOnce()
    {
        _node.Reserved.Clear();
        _node[_team].Record(Amount(9m));
        var lost = _node.Send();
        new ExchangeCommand(lost).Run(_world.Store);
        _world.Clock.Advance(TimeSpan.FromDays(2));
        ForgetNodeCommand.FindAll(_world.Store).Single().Run(_world.Store);

        _node.Exchange();
        _node.Exchange();

        _world.Row("team").Costs.Should().Be(Amount(9m));
    }

    [Fact]
    public void Request_OfAnIdThatAnotherUses_IsFencedAndTheNodeStartsOver()
    {
        var other = new ExchangeRequest { NodeId = _node.State.Id, NodeName = "copy", Sequence = 2, BatchId = Guid.NewGuid() };
        new ExchangeCommand(other).Run(_world.Store).Outcome.Should().Be(ExchangeOutcome.Answered);
        var before = _node.State.Id;

        _node.Exchange().Outcome.Should().Be(ExchangeOutcome.Fenced);

        _node.State.Id.Should().NotBe(before);
        _node[_team].Held.Should().Be(LedgerAmount.Zero);
    }

    [Fact]
    public void Ledger_BehindItsNodes_LearnsForALifetimeAndOneNodeExtendsThatOnlyOnceInTen()
    {
        var backup = ((InMemoryBudgetStore)_world.Store).Copy();
        _node.Exchange();
        ((InMemoryBudgetStore)_world.Store).Restore(backup);
        _node.Exchange();

        var learning = _world.Rows.Ledger.LearningUntil;
        learning.Should().Be(_world.Clock.GetUtcNow().AddSeconds(30));
        _node.Last!.Should().Match<ExchangeReply>(reply => reply.IsRewound && reply.IsLearning);
        var greedy = _world.Start(_team);
        greedy.Exchange(ahead: 10m).Items.Single().Held.Should().Be(LedgerAmount.Zero);
        _node.Exchange().IsRewound.Should().BeFalse("it has told everything again");

        _world.Clock.Advance(TimeSpan.FromSeconds(60));
        greedy.Exchange(ahead: 10m).Items.Single().Held.Should().Be(Amount(10m));
        ((InMemoryBudgetStore)_world.Store).Restore(Rewind(backup, _world.Rows.Nodes.Single(row => row.Id == _node.State.Id)));
        _node.Exchange();
        _world.Rows.Ledger.LearningUntil.Should().Be(learning);
        backup.Dispose();
    }

    [Fact]
    public void Ledger_BehindItsNodes_HearsAgainOfTheLastTwoTerms()
    {
        using var backup = ((InMemoryBudgetStore)_world.Store).Copy();
        _node.Reserved.Clear();
        foreach (var cost in new[] { 3m, 5m })
        {
            _node[_team].Record(Amount(cost));
            _node.Exchange();
            new ResetCommand("team", Guid.NewGuid()).Run(_world.Store);
            _node.Exchange();
            _node.Exchange();
        }

        ((InMemoryBudgetStore)_world.Store).Restore(backup);
        _node.Exchange();
        _node.Exchange();

        _world.Rows.Terms.OrderBy(term => term.Term).Select(term => (term.Term, term.Costs)).Should().Equal((0L, Amount(3m)), (1L, Amount(5m)));
        _world.Row("team").Term.Should().Be(2);
        LedgerCheck.Find(_world.Store).Should().BeEmpty();
    }

    [Fact]
    public void Ledger_BehindItsNodes_LearnsLimitsAndLostBudgetsAgain()
    {
        using var backup = ((InMemoryBudgetStore)_world.Store).Copy();
        new LimitCommand("team", 70m, isRelative: false, Guid.NewGuid()).Run(_world.Store);
        var late = _world.Open("late", 9m);
        _node.State.Add(new NodeSlice(late));
        _node[late].Record(Amount(4m));
        _node.Exchange();

        ((InMemoryBudgetStore)_world.Store).Restore(backup);
        _node.Exchange();

        _world.Row("team").Limit.Should().Be(Amount(70m));
        _node[late].IsLost.Should().BeTrue();
        _world.Open(new BudgetDefinition { Id = late.Id, Name = "late", Limit = 9m });
        _node.Exchange();
        _node[late].IsLost.Should().BeFalse();
        _world.Row("late").Costs.Should().Be(Amount(4m));
    }

    // The present state, except for the number of one node.
    private static InMemoryBudgetStore Rewind(InMemoryBudgetStore backup, LedgerNodeRow node)
    {
        ((IBudgetStore)backup).Transact(
            new LedgerScope { NodeId = node.Id },
            new Contract.TestRules(rows =>
            {
                rows.Nodes.Put(node with { Sequence = 1, BatchId = Guid.NewGuid() });
                rows.Ledger = rows.Ledger with { LearningUntil = node.LearningSince + TimeSpan.FromSeconds(30) };
            }));
        return backup;
    }

    private static LedgerAmount Amount(decimal amount) => LedgerAmount.FromDecimal(amount);
}
