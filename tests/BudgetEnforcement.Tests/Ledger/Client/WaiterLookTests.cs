namespace BudgetEnforcement.Tests.Ledger.Client;

/// <summary>How many of those who wait an exchange looks at: the real exchange, driven by hand.</summary>
public sealed class WaiterLookTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly InMemoryBudgetStore _store;
    private readonly LedgerExchange _exchange;
    private readonly BudgetEnforcer _team;

    public WaiterLookTests()
    {
        _store = new InMemoryBudgetStore(_clock);
        ((IBudgetStore)_store).Open(SchemaSetUp.Create);
        (_exchange, _team) = Start();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Exchange_WithManyWhoCannotGoOn_LooksAtNoneOfThem(bool areHopeful)
    {
        // Without hope as the money is spent, or with hope as this process has reserved it.
        if (areHopeful)
            _ = _team.ReserveAsync(95m, Stop).AsTask();
        else
            _team.AddCost(95m);
        Exchange(_exchange);
        var waiting = Enumerable.Range(0, 2_000).Select(_ => _team.ReserveAsync(10m, Stop).AsTask()).ToList();

        for (var i = 0; i < 10; i++)
            Exchange(_exchange);

        waiting.Should().NotContain(task => task.IsCompleted);
        _exchange.LooksAtWaiters.Should().Be(0);
    }

    [Fact]
    public async Task Exchange_WithOneWhoCanGoOnBehindManyWhoCannot_AsksForThatOne()
    {
        var (other, same) = Start();
        var held = same.ReserveAsync(4m, Stop).AsTask();
        Exchange(other);
        _team.AddCost(95m);
        Exchange(_exchange);
        var waiting = Enumerable.Range(0, 2_000).Select(_ => _team.ReserveAsync(10m, Stop).AsTask()).ToList();
        var last = _team.ReserveAsync(2m, Stop).AsTask();
        Exchange(_exchange);
        var before = _exchange.LooksAtWaiters;

        Exchange(_exchange).Needs.Should().ContainSingle().Which.IsClaim.Should().BeTrue();

        (_exchange.LooksAtWaiters - before).Should().Be(1);
        (last.IsCompleted, waiting.Exists(task => task.IsCompleted)).Should().Be((false, false));
        await held; // It was granted; a work item says so.
    }

    private (LedgerExchange Exchange, BudgetEnforcer Team) Start()
    {
        var options = new BudgetLedgerOptions().ValidCopy("options");
        var exchange = new LedgerExchange(null, options, new LedgerTelemetry(SafeLogger.Silent), null, _clock, _clock, static () => { });
        var shared = exchange.Open(new BudgetOptions { Name = "team", Limit = 100m, MaxWaiters = 10_000 }, []);
        exchange.NextWork(exchange.Now(), out _)!.ToOpen.Should().Equal(shared);
        exchange.OnOpened(shared, new OpenBudgetCommand(shared.DefinitionToOpen()).Run(_store));
        Exchange(exchange);
        return (exchange, shared.Budget);
    }

    private ExchangeRequest Exchange(LedgerExchange exchange)
    {
        LedgerWork? work;
        while ((work = exchange.NextWork(exchange.Now(), out var wait)) is null)
            _clock.Advance(wait);
        exchange.OnAnswered(new ExchangeCommand(work.Request!).Run(_store), exchange.Now());
        return work.Request!;
    }
}
