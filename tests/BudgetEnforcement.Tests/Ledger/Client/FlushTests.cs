namespace BudgetEnforcement.Tests.Ledger.Client;

/// <summary>Which callers one exchange serves that flush what they spend: the real exchange, driven by hand.</summary>
public sealed class FlushTests : IDisposable
{
    private const int ExchangeMilliseconds = 8;

    private readonly ManualClock _clock = new();
    private readonly InMemoryBudgetStore _store;
    private readonly LedgerExchange _exchange;
    private readonly BudgetEnforcer _team;
    private int _wakes;

    public FlushTests()
    {
        _store = new InMemoryBudgetStore(_clock);
        ((IBudgetStore)_store).Open(SchemaSetUp.Create);
        var options = new BudgetLedgerOptions().ValidCopy("options");
        _exchange = new LedgerExchange(null, options, new LedgerTelemetry(SafeLogger.Silent), null, _clock, _clock, () => _wakes++);
        var shared = _exchange.Open(new BudgetOptions { Name = "team", Limit = 1_000m }, []);
        _exchange.NextWork(_exchange.Now(), out _)!.ToOpen.Should().Equal(shared);
        _exchange.OnOpened(shared, new OpenBudgetCommand(shared.DefinitionToOpen()).Run(_store));
        _team = shared.Budget;
        Exchange();
        _team.AddCost(10m); // From now on more is at hand than any test spends, so nothing is asked for.
        _clock.Advance(options.Interval);
        Exchange();
        _wakes = 0;
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Flush_OfOneCaller_WaitsForNobody()
    {
        for (var i = 0; i < 3; i++)
        {
            var flush = Spend();
            _wakes.Should().Be(i + 1);
            Exchange();
            flush.IsSet.Should().BeTrue();
        }
    }

    [Fact]
    public void Flush_OfCallersThatComeBack_SharesTheExchangeWithThoseThatWaitAlready()
    {
        var first = new[] { Spend(), Spend() };
        LedgerSignal third = null!;
        Exchange(meanwhile: () => third = Spend());
        first.Should().OnlyContain(flush => flush.IsSet);
        third.IsSet.Should().BeFalse("its cost was recorded after the request was made");
        _wakes = 0;

        Next(out var wait).Should().BeNull();
        wait.Should().BePositive().And.BeLessThanOrEqualTo(TimeSpan.FromMilliseconds(ExchangeMilliseconds / 2));
        var fourth = Spend();
        Next(out _).Should().BeNull();
        _wakes.Should().Be(0, "one is still to come");
        var fifth = Spend();

        _wakes.Should().Be(1);
        Exchange();
        new[] { third, fourth, fifth }.Should().OnlyContain(flush => flush.IsSet);
    }

    [Fact]
    public void Flush_OfCallersThatDoNotComeBack_WaitsForHalfAnExchange()
    {
        _ = (Spend(), Spend());
        LedgerSignal third = null!;
        Exchange(meanwhile: () => third = Spend());

        Next(out var wait).Should().BeNull();
        _clock.Advance(wait);

        Exchange();
        third.IsSet.Should().BeTrue();
    }

    [Fact]
    public void Flush_OfCallersThatNeverComeBack_IsNotDelayedEachTime()
    {
        var delays = 0;
        Spend();
        for (var i = 0; i < 32; i++)
        {
            Exchange(meanwhile: () => Spend());
            if (Next(out var wait) is not null)
                continue;
            delays++;
            _clock.Advance(wait);
        }

        delays.Should().Be(2);
    }

    [Fact]
    public void Flush_OfCallersThatAreAwaited_GoesAlongWithWhatIsUrgent()
    {
        _ = (Spend(), Spend());
        LedgerSignal third = null!;
        Exchange(meanwhile: () => third = Spend());
        Next(out _).Should().BeNull();

        _ = _team.ReserveAsync(500m, TestContext.Current.CancellationToken).AsTask(); // More than is held, so the ledger is asked.

        Exchange();
        third.IsSet.Should().BeTrue();
    }

    [Fact]
    public void Flush_OfNothing_EndsAtOnceWithoutAnExchange()
    {
        _exchange.Flush(only: null, isBlocking: true).IsSet.Should().BeTrue();

        _wakes.Should().Be(0);
        Next(out _).Should().BeNull();
    }

    private LedgerSignal Spend()
    {
        _team.AddCost(0.01m);
        return _exchange.Flush(only: null, isBlocking: true);
    }

    private LedgerWork? Next(out TimeSpan wait) => _exchange.NextWork(_exchange.Now(), out wait);

    private void Exchange(Action? meanwhile = null)
    {
        var request = Next(out _)!.Request!;
        _clock.Advance(TimeSpan.FromMilliseconds(ExchangeMilliseconds));
        var reply = new ExchangeCommand(request).Run(_store);
        meanwhile?.Invoke();
        _exchange.OnAnswered(reply, _exchange.Now());
    }
}
