using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.Ledger;

/// <summary>What a ledger does when time passes by the store's clock, what it logs, and what it takes in.</summary>
public sealed class BudgetLedgerTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private readonly FakeLogger<BudgetLedger> _log = new();
    private readonly InMemoryBudgetStore _store;
    private BudgetLedger _ledger = null!;

    public BudgetLedgerTests() => _store = new InMemoryBudgetStore(_clock);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IEnumerable<(string?, LogLevel)> Events => _log.Collector.GetSnapshot().Select(record => (record.Id.Name, record.Level));

    public async ValueTask InitializeAsync() => _ledger = await BudgetLedger.OpenAsync(_store, new BudgetLedgerOptions { NodeLifetime = TimeSpan.FromMinutes(1) }, _log, cancellationToken: Stop);

    public async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        _store.Dispose();
    }

    [Fact]
    public async Task Read_AfterTheEndOfAPeriodThatNobodyNoticed_ReadsTheNewTerm()
    {
        await CreateAsync(new BudgetOptions { Name = "daily", Limit = 10m, Period = BudgetPeriod.Daily });
        await CreateAsync(new BudgetOptions { Name = "team", Limit = 10m });
        await _ledger.RecordAsync("daily", 4m, "a", cancellationToken: Stop);
        await _ledger.RecordAsync("team", 4m, "a", cancellationToken: Stop);

        _clock.Advance(TimeSpan.FromDays(2));

        (await _ledger.ListAsync(Stop)).Select(budget => (budget.Name, budget.Term, budget.Spent)).Should().Equal(("daily", 1L, 0m), ("team", 0L, 4m));
        (await _ledger.FindAsync("daily", Stop))!.PeriodEnd.Should().Be(ManualClock.Midnight.AddDays(2));
        var term = (await _ledger.GetTermsAsync("daily", latest: 1, Stop)).Should().ContainSingle().Which;
        (term.Number, term.Spent, term.Start, term.End).Should().Be((0L, 4m, ManualClock.Noon, ManualClock.Midnight));
        ((IBudgetStore)_store).Read(new LedgerQuery()).Terms.Should().BeEmpty("to read changes nothing");
    }

    [Fact]
    public async Task Record_AfterTheEndOfAPeriod_CountsInTheNewTerm()
    {
        await CreateAsync(new BudgetOptions { Name = "daily", Limit = 10m, Period = BudgetPeriod.Daily });
        await _ledger.RecordAsync("daily", 4m, "a", cancellationToken: Stop);
        _clock.Advance(TimeSpan.FromDays(1));

        (await _ledger.RecordAsync("daily", 3m, "b", cancellationToken: Stop)).Budget.Spent.Should().Be(3m);

        (await _ledger.RecordAsync("daily", 3m, "b", cancellationToken: Stop)).HasChanged.Should().BeFalse();
        (await _ledger.GetTermsAsync("daily", cancellationToken: Stop)).Single().Spent.Should().Be(4m);
        LedgerCheck.Find(_store).Should().BeEmpty();
    }

    [Fact]
    public async Task List_WithABudgetOfAZoneThatThisMachineDoesNotKnow_ReadsTheOthersAndItAsItWasWritten()
    {
        var daily = await CreateAsync(new BudgetOptions { Name = "daily", Limit = 10m, Period = BudgetPeriod.Daily });
        await CreateAsync(new BudgetOptions { Name = "other", Limit = 10m, Period = BudgetPeriod.Daily });
        ((IBudgetStore)_store).Transact(
            new LedgerScope { BudgetIds = [daily.Id] }, new Contract.TestRules(rows => rows.Budgets.Put(rows.Budgets.Single() with { TimeZoneId = "No/Such_Zone" })));
        _clock.Advance(TimeSpan.FromDays(1));

        (await _ledger.ListAsync(Stop)).Select(budget => (budget.Name, budget.Term)).Should().Equal(("daily", 0L), ("other", 1L));
        (await _ledger.Awaiting(it => it.RecordAsync("daily", 1m, "a", cancellationToken: Stop)).Should().ThrowAsync<BudgetLedgerException>())
            .Which.Message.Should().Contain("No/Such_Zone");
    }

    [Fact]
    public async Task GetNodes_UnseenForItsLifetime_IsInDoubtAndStillHolds()
    {
        var team = await CreateAsync(new BudgetOptions { Name = "team", Limit = 10m });
        new ExchangeCommand(new ExchangeRequest
        {
            NodeId = Guid.NewGuid(),
            NodeName = "worker",
            Sequence = 1,
            BatchId = Guid.NewGuid(),
            Items = [new ExchangeItem { BudgetId = team.Id, Term = 0 }],
            Needs = [new ExchangeNeed { Id = Guid.NewGuid(), Path = [new ExchangeNeedLevel(team.Id, LedgerAmount.FromDecimal(2m))] }],
        }).Run(_store);

        _clock.Advance(TimeSpan.FromMinutes(1));
        (await _ledger.GetNodesAsync(Stop)).Single().Status.Should().Be(LedgerNodeStatus.Connected);
        _clock.Advance(TimeSpan.FromTicks(10));

        var node = (await _ledger.GetNodesAsync(Stop)).Single();
        (node.Status, node.Holdings.Single().Held).Should().Be((LedgerNodeStatus.InDoubt, 2m));
        node.ToString().Should().Be("worker: InDoubt");
        node.Holdings.Single().ToString().Should().Be("team, term 0: $2.00 held, $0.00 spent");
    }

    [Fact]
    public async Task Log_OfWhatACostReaches_TellsItOnceForEveryLevel()
    {
        await CreateAsync(new BudgetOptions { Name = "team", Limit = 100m, AlertAt = { 0.5m } });
        await _ledger.CreateBudgetIfNotExistsAsync(new BudgetOptions { Name = "job", Limit = 50m }, ["team"], Stop);
        _log.Collector.Clear();

        await _ledger.RecordAsync("job", 76m, "a", cancellationToken: Stop);
        await _ledger.RecordAsync("job", 76m, "a", cancellationToken: Stop);

        Events.Should().Equal(
            ("LedgerCostRecorded", LogLevel.Debug),
            ("LedgerThresholdReached", LogLevel.Warning), ("LedgerThresholdReached", LogLevel.Warning), ("LedgerBudgetExceeded", LogLevel.Error),
            ("LedgerAlertReached", LogLevel.Warning), ("LedgerThresholdReached", LogLevel.Warning));
        _log.LatestRecord.Message.Should().Be("Shared budget team reached Warning75: 76.00 of 100.00 USD spent (76%)");
    }

    [Fact]
    public async Task Log_OfChanges_TellsEachOnce()
    {
        await CreateAsync(new BudgetOptions { Name = "team", Limit = 100m });
        await CreateAsync(new BudgetOptions { Name = "team", Limit = 100m });
        await CreateAsync(new BudgetOptions { Name = "team", Limit = 7m });
        await _ledger.SetEntryAsync("team", "a", 10m, cancellationToken: Stop);
        await _ledger.AdjustLimitAsync("team", -89m, "cut", Stop);
        await _ledger.AdjustLimitAsync("team", -89m, "cut", Stop);
        await _ledger.ResetAsync("team", cancellationToken: Stop);

        Events.Select(each => each.Item1).Should().Equal(
            "LedgerOpened", "LedgerBudgetCreated", "LedgerLimitKept", "LedgerEntrySet", "LedgerLimitChanged", "LedgerThresholdReached", "LedgerThresholdReached", "LedgerBudgetReset");
    }

    [Fact]
    public async Task Log_OfALimitThatTheConfigurationLowers_TellsWhatIsReached()
    {
        await CreateAsync(new BudgetOptions { Name = "team", Limit = 100m, InitialSpent = 50m });
        var ledger = await BudgetLedger.OpenAsync(_store, new BudgetLedgerOptions { LimitFrom = BudgetLimitSource.Configuration, LeaveStoreOpen = true }, _log, cancellationToken: Stop);
        _log.Collector.Clear();

        await ledger.CreateBudgetIfNotExistsAsync(new BudgetOptions { Name = "team", Limit = 60m }, cancellationToken: Stop);
        await ledger.DisposeAsync();

        Events.Select(each => each.Item1).Should().Equal("LedgerLimitChanged", "LedgerThresholdReached");
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [InlineData("tr-TR")]
    public async Task Texts_UnderAnyCulture_AreTheSame(string culture)
    {
        await CreateAsync(new BudgetOptions { Name = "team", Limit = 1234.5m });
        var recorded = await _ledger.RecordAsync("team", 1000.25m, "a", new Dictionary<string, string> { ["i"] = "I" }, Stop);
        var unchanged = await _ledger.RecordAsync("team", 1000.25m, "a", cancellationToken: Stop);
        var ended = await _ledger.ResetAsync("team", cancellationToken: Stop);

        Text.Under(culture, () => recorded.ToString()).Should().Be("team: Warning75, $1000.25 of $1234.50 spent, $0.00 held");
        Text.Under(culture, () => unchanged.ToString()).Should().Be("team: Warning75, $1000.25 of $1234.50 spent, $0.00 held (unchanged)");
        Text.Under(culture, () => ended.ToString()).Should().Be("team, term 0: $1000.25 of $1234.50 spent");
        ((IBudgetStore)_store).Read(new LedgerQuery()).Entries.First(entry => entry.Labels is not null).Labels.Should().Be("""{"i":"I"}""");
    }

    [Fact]
    public async Task Create_WithAZoneOfTheProgramsOwnMaking_IsRefusedWherePeriodsEndByIt()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("ours", TimeSpan.FromHours(2), null, null);

        (await this.Awaiting(it => it.CreateAsync(new BudgetOptions { Name = "daily", Limit = 1m, Period = BudgetPeriod.Daily, TimeZone = zone })).Should().ThrowAsync<BudgetLedgerException>())
            .Which.Message.Should().Contain("'ours'");

        (await CreateAsync(new BudgetOptions { Name = "team", Limit = 1m, TimeZone = zone })).TimeZoneId.Should().BeNull();
    }

    [Fact]
    public async Task Open_WhereNothingIsToBeCreated_NeedsALedger()
    {
        var options = new BudgetLedgerOptions { SchemaSetUp = SchemaSetUp.Validate };

        await FluentActions.Awaiting(() => BudgetLedger.OpenAsync(new InMemoryBudgetStore(), options, cancellationToken: Stop)).Should().ThrowAsync<BudgetLedgerException>();
        options.SchemaSetUp = SchemaSetUp.Create;
        await using var ledger = await BudgetLedger.OpenAsync(new InMemoryBudgetStore(), options, cancellationToken: Stop);
    }

    private Task<LedgerBudgetInfo> CreateAsync(BudgetOptions options) => _ledger.CreateBudgetIfNotExistsAsync(options, cancellationToken: Stop);
}
