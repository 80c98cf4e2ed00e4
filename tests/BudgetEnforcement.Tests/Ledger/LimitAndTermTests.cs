namespace BudgetEnforcement.Tests.Ledger;

/// <summary>The store keeps the limits and terms, and they are the same for every process.</summary>
public sealed class LimitAndTermTests : IDisposable
{
    private readonly LedgerWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void AdjustLimit_Repeated_CountsOnceAndAnswersTheSame()
    {
        _world.Open("team", 100m);
        var command = Guid.NewGuid();

        foreach (var _ in Enumerable.Range(0, 3))
            new LimitCommand("team", 25m, isRelative: true, command).Run(_world.Store).Limit.ToDecimal().Should().Be(125m);
        new LimitCommand("team", 7m, isRelative: false, Guid.NewGuid()).Run(_world.Store);

        new LimitCommand("team", 25m, isRelative: true, command).Run(_world.Store).Limit.ToDecimal().Should().Be(125m);
        _world.Row("team").Limit.ToDecimal().Should().Be(7m);
        _world.Row("team").LimitVersion.Should().Be(2);
    }

    [Fact]
    public void AdjustLimit_OutOfRange_IsAnErrorThatChangesNothing()
    {
        var before = _world.Open("team", 100m);

        foreach (var by in new[] { -101m, decimal.MaxValue, Budgets.Unit })
            new LimitCommand("team", by, isRelative: true, Guid.NewGuid()).Invoking(it => it.Run(_world.Store)).Should().Throw<ArgumentOutOfRangeException>();

        _world.Row("team").Should().BeEquivalentTo(before);
        _world.Rows.Entries.Should().BeEmpty();
    }

    [Fact]
    public void Limit_LoweredByOthers_MakesNodesGiveBackAndTellsOnce()
    {
        var team = _world.Open("team", 100m);
        var node = _world.Start(team);
        node.Exchange(ahead: 40m);
        node[team].Record(LedgerAmount.FromDecimal(30m));
        node.Exchange(ahead: 10m);

        var reply = new LimitCommand("team", 32m, isRelative: false, Guid.NewGuid()).Run(_world.Store);

        reply.Rise.Select(mark => mark.Threshold).Should().Equal(0.75m, 0.90m);
        node.Exchange(ahead: 10m).Items.Single().Should().Match<ExchangeReplyItem>(item => item.Shrink && item.Rise.Count == 0 && item.Limit == LedgerAmount.FromDecimal(32m));
        node.Exchange(ahead: 10m).Items.Single().Held.Should().Be(LedgerAmount.Zero);
    }

    [Fact]
    public void Report_ThatCrossesMarks_TellsItsNodeOnceAndTheRepetitionTheSame()
    {
        var team = _world.Open(new BudgetDefinition { Name = "team", Limit = 100m, AlertAt = [0.5m, 1.2m] }).Budget;
        var (first, second) = (_world.Start(team), _world.Start(team));
        first[team].Record(LedgerAmount.FromDecimal(92m));

        var request = first.Send();
        var answer = new ExchangeCommand(request).Run(_world.Store);
        var again = new ExchangeCommand(request).Run(_world.Store);

        answer.Items.Single().Rise.Select(mark => mark.Threshold).Should().Equal(0.5m, 0.75m, 0.90m);
        again.Items.Single().Rise.Should().Equal(answer.Items.Single().Rise);
        second.Exchange().Items.Single().Rise.Should().BeEmpty();
        second[team].Record(LedgerAmount.FromDecimal(9m));
        second.Exchange().Items.Single().Rise.Select(mark => mark.Status).Should().Equal(BudgetStatus.Exceeded);
    }

    [Fact]
    public void Term_EndsByTheClockOfTheStoreAndWhatIsHeldIsCarried()
    {
        var team = _world.Open(new BudgetDefinition { Name = "team", Limit = 100m, Period = BudgetPeriod.Daily, TimeZoneId = "Europe/Berlin" }).Budget;
        team.TermEnd.Should().Be(new DateTimeOffset(2026, 3, 28, 23, 0, 0, TimeSpan.Zero));
        var (node, other) = (_world.Start(team), _world.Start(team));
        node.Reserved[team.Id] = 20m;
        node.Exchange(ahead: 30m);
        node[team].Record(LedgerAmount.FromDecimal(5m));

        _world.Clock.Advance(TimeSpan.FromHours(11));
        other.Exchange();

        var row = _world.Row("team");
        (row.Term, row.TermStart, row.TermEnd).Should().Be((1L, team.TermEnd!.Value, new DateTimeOffset(2026, 3, 29, 22, 0, 0, TimeSpan.Zero)));
        row.Held.Should().Be(node[team].Held.Plus(LedgerAmount.FromDecimal(5m)));
        node.Exchange(ahead: 0).Items.Single().Term.Should().Be(1);
        node.Exchange();
        _world.Rows.Terms.Single().Should().Match<LedgerTermRow>(term => term.Costs == LedgerAmount.FromDecimal(5m) && term.Held.IsZero && term.End == team.TermEnd);
        _world.Row("team").Costs.Should().Be(LedgerAmount.Zero);
        LedgerCheck.Find(_world.Store).Should().BeEmpty();
    }

    [Fact]
    public void Term_OfABudgetThatNobodyUsedForDays_IsOneAndTheNextBeginsWithThePresentDay()
    {
        var team = _world.Open(new BudgetDefinition { Name = "team", Limit = 100m, Period = BudgetPeriod.Daily }).Budget;
        _world.Clock.Advance(TimeSpan.FromDays(10));

        _world.Start(team).Exchange();

        var row = _world.Row("team");
        (row.Term, row.TermStart, row.TermEnd!.Value).Should().Be((1L, new DateTimeOffset(2026, 4, 7, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 4, 8, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void Reset_Repeated_EndsOneTermAndAnswersTheSame()
    {
        var team = _world.Open("team", 100m);
        var node = _world.Start(team);
        node[team].Record(LedgerAmount.FromDecimal(8m));
        node.Exchange();
        var command = Guid.NewGuid();

        var first = new ResetCommand("team", command).Run(_world.Store);
        new ResetCommand("team", Guid.NewGuid()).Run(_world.Store);
        var again = new ResetCommand("team", command).Run(_world.Store);

        first.Ended.Costs.Should().Be(LedgerAmount.FromDecimal(8m));
        again.Ended.Should().BeEquivalentTo(first.Ended);
        _world.Row("team").Term.Should().Be(2);
    }
}
