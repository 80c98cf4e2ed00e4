namespace BudgetEnforcement.Tests.Ledger;

/// <summary>Opening creates a budget or finds it as it is; it never changes what exists.</summary>
public sealed class OpenBudgetTests : IDisposable
{
    private readonly LedgerWorld _world = new();

    private static BudgetDefinition Team => new() { Name = "team", Limit = 100m, InitialSpent = 40m };

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Open_OfANewBudget_CreatesItWithWhatWasSpentBefore()
    {
        var reply = _world.Open(Team);

        reply.IsCreated.Should().BeTrue();
        _world.Row("team").Should().BeEquivalentTo(reply.Budget);
        reply.Budget.Costs.Should().Be(LedgerAmount.FromDecimal(40m));
        reply.Budget.Currency.Should().Be("USD");
        LedgerCheck.Find(_world.Store).Should().BeEmpty();
    }

    [Fact]
    public void Open_Again_CountsTheInitialSpendOnceAndKeepsTheLimit()
    {
        var first = _world.Open(Team);

        var again = _world.Open(Team with { Id = Guid.NewGuid(), InitialSpent = 60m, Limit = 120m });

        (again.IsCreated, again.IsLimitKept, again.Budget.Id).Should().Be((false, true, first.Budget.Id));
        _world.Row("team").Should().BeEquivalentTo(first.Budget);
    }

    [Fact]
    public void Open_ByOneWhoSetsTheLimit_ChangesItWithALineInTheJournal()
    {
        _world.Open(Team);

        var again = _world.Open(Team with { Limit = 120m, SetsLimit = true });

        (again.IsLimitKept, again.Budget.Limit, again.Budget.LimitVersion).Should().Be((false, LedgerAmount.FromDecimal(120m), 1));
        _world.Rows.Entries.Should().ContainSingle(entry => entry.Kind == LedgerEntryKind.Limit && entry.LimitBefore == LedgerAmount.FromDecimal(100m));
    }

    [Fact]
    public void Open_OfAnother_IsAnErrorThatChangesNothing()
    {
        var parent = _world.Open("organisation", 1000m);
        var team = Team with { ParentIds = [parent.Id], Period = BudgetPeriod.Monthly, TimeZoneId = "Europe/Berlin", Currency = "USD" };
        _world.Open(team);
        var before = _world.Rows.Budgets.ToList();

        foreach (var (other, says) in new (BudgetDefinition, string)[]
        {
            (team with { ParentIds = [] }, "parents"),
            (team with { Currency = "EUR" }, "currency"),
            (team with { Period = BudgetPeriod.Daily }, "period"),
            (team with { TimeZoneId = "Europe/Paris" }, "time zone"),
            (team with { TimeZoneId = null }, "time zone"),
            (team with { ParentIds = [Guid.NewGuid()] }, "parent"),
            (team with { Name = "other", Currency = "EUR" }, "currency"),
            (team with { Name = "other", TimeZoneId = "No/Such_Zone" }, "No/Such_Zone"),
        })
        {
            _world.Invoking(world => world.Open(other)).Should().Throw<BudgetLedgerException>().WithMessage("*" + says + "*");
        }

        _world.Rows.Budgets.Should().BeEquivalentTo(before);
        _world.Open(team with { TimeZoneId = "W. Europe Standard Time" }).IsCreated.Should().BeFalse("Windows has another name for it");
    }

    [Fact]
    public void Open_WithSpendOfAnEarlierPeriod_DoesNotCountIt()
    {
        var team = Team with { Period = BudgetPeriod.Daily, InitialSpentAt = _world.Clock.GetUtcNow().AddDays(-1) };

        _world.Open(team).Budget.Costs.Should().Be(LedgerAmount.Zero);
        _world.Open(team with { Name = "other", Id = Guid.NewGuid(), InitialSpentAt = _world.Clock.GetUtcNow().AddHours(-1) }).Budget.Costs.Should().Be(LedgerAmount.FromDecimal(40m));
    }

    [Fact]
    public void Rules_OnRowsOfAnotherVersion_RefuseToRun()
    {
        _world.Store.Transact(new LedgerScope(), new Contract.TestRules(rows => rows.Ledger = rows.Ledger with { RulesVersion = LedgerRules.Version + 1 }));

        _world.Invoking(world => world.Open(Team)).Should().Throw<BudgetLedgerException>().WithMessage("*version*");
        _world.Rows.Budgets.Should().BeEmpty();
    }
}
