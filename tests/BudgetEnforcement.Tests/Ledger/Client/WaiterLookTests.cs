namespace BudgetEnforcement.Tests.Ledger.Client;

/// <summary>How many waiters an exchange looks at: the real exchange, driven by hand.</summary>
public sealed class WaiterLookTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly InMemoryBudgetStore _store;
    private readonly DrivenProcess _process;

    public WaiterLookTests()
    {
        _store = DrivenProcess.OpenStore(_clock);
        _process = Start();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Exchange_WithManyWhoCannotGoOn_LooksAtNoneOfThem(bool areHopeful)
    {
        // The waiters have no hope where the money is spent, and have hope where this process has reserved it.
        if (areHopeful)
            _ = _process.Team.ReserveAsync(95m, Stop).AsTask();
        else
            _process.Team.AddCost(95m);
        _process.Exchange();
        var waiting = Enumerable.Range(0, 2_000).Select(_ => _process.Team.ReserveAsync(10m, Stop).AsTask()).ToList();

        for (var i = 0; i < 10; i++)
            _process.Exchange();

        waiting.Should().NotContain(task => task.IsCompleted);
        _process.Ledger.LooksAtWaiters.Should().Be(0);
    }

    [Fact]
    public async Task Exchange_WithOneWhoCanGoOnBehindManyWhoCannot_AsksForThatOne()
    {
        var other = Start();
        var held = other.Team.ReserveAsync(4m, Stop).AsTask();
        other.Exchange();
        _process.Team.AddCost(95m);
        _process.Exchange();
        var waiting = Enumerable.Range(0, 2_000).Select(_ => _process.Team.ReserveAsync(10m, Stop).AsTask()).ToList();
        var last = _process.Team.ReserveAsync(2m, Stop).AsTask();
        _process.Exchange();
        var before = _process.Ledger.LooksAtWaiters;

        _process.Exchange().Needs.Should().ContainSingle().Which.IsClaim.Should().BeTrue();

        (_process.Ledger.LooksAtWaiters - before).Should().Be(1);
        (last.IsCompleted, waiting.Exists(task => task.IsCompleted)).Should().Be((false, false));
        await held; // It was granted; a work item says so.
    }

    private DrivenProcess Start() => new(_store, _clock, new BudgetOptions { Name = "team", Limit = 100m, MaxWaiters = 10_000 });
}
