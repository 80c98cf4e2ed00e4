namespace BudgetEnforcement.Tests.Ledger.Client;

/// <summary>Which callers one exchange serves that flush what they spend: the real exchange, driven by hand.</summary>
public sealed class FlushTests : IDisposable
{
    private static readonly TimeSpan ExchangeTime = TimeSpan.FromMilliseconds(8);

    private readonly ManualClock _clock = new();
    private readonly InMemoryBudgetStore _store;
    private readonly DrivenProcess _process;

    public FlushTests()
    {
        _store = DrivenProcess.OpenStore(_clock);
        _process = new DrivenProcess(_store, _clock, new BudgetOptions { Name = "team", Limit = 1_000m });
        _process.Team.AddCost(10m); // From now on more is at hand than any test spends, so nothing is asked for.
        _clock.Advance(new BudgetLedgerOptions().Interval);
        Exchange();
        _process.Wakes = 0;
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Flush_OfOneCaller_WaitsForNobody()
    {
        for (var i = 0; i < 3; i++)
        {
            var flush = Spend();
            _process.Wakes.Should().Be(i + 1);
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
        _process.Wakes = 0;

        _process.Next(out var wait).Should().BeNull();
        wait.Should().BePositive().And.BeLessThanOrEqualTo(ExchangeTime / 2);
        var fourth = Spend();
        _process.Next(out _).Should().BeNull();
        _process.Wakes.Should().Be(0, "one is still to come");
        var fifth = Spend();

        _process.Wakes.Should().Be(1);
        Exchange();
        new[] { third, fourth, fifth }.Should().OnlyContain(flush => flush.IsSet);
    }

    [Fact]
    public void Flush_OfCallersThatDoNotComeBack_WaitsForHalfAnExchange()
    {
        _ = (Spend(), Spend());
        LedgerSignal third = null!;
        Exchange(meanwhile: () => third = Spend());

        _process.Next(out var wait).Should().BeNull();
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
            if (_process.Next(out var wait) is not null)
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
        _process.Next(out _).Should().BeNull();

        _ = _process.Team.ReserveAsync(500m, TestContext.Current.CancellationToken).AsTask(); // More than is held, so the ledger is asked.

        Exchange();
        third.IsSet.Should().BeTrue();
    }

    [Fact]
    public void Flush_OfNothing_EndsAtOnceWithoutAnExchange()
    {
        _process.Ledger.Flush(only: null, isBlocking: true).IsSet.Should().BeTrue();

        _process.Wakes.Should().Be(0);
        _process.Next(out _).Should().BeNull();
    }

    private LedgerSignal Spend()
    {
        _process.Team.AddCost(0.01m);
        return _process.Ledger.Flush(only: null, isBlocking: true);
    }

    private void Exchange(Action? meanwhile = null) => _process.Answer(_process.Next(out _)!, ExchangeTime, meanwhile);
}
