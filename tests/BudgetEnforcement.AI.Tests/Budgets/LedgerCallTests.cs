using BudgetEnforcement.AI.Tests.Support;
using BudgetEnforcement.Tests.Ledger;

namespace BudgetEnforcement.AI.Tests.Budgets;

/// <summary>Calls whose budget must ask its ledger: no thread waits for the store meanwhile.</summary>
public sealed class LedgerCallTests : IAsyncLifetime
{
    private const decimal Much = 50m; // More than a process keeps at hand.

    private readonly SlowStore _store = new();
    private readonly BudgetEnforcer _own = new(new BudgetOptions { Limit = 100m, MaxWaiters = 5 });
    private BudgetLedger _ledger = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _ledger = await BudgetLedger.OpenAsync(
            _store, new BudgetLedgerOptions { Interval = TimeSpan.FromMilliseconds(20), AskTimeout = TimeSpan.FromMinutes(2) }, cancellationToken: Stop);

    public async ValueTask DisposeAsync()
    {
        _store.Gate.Set();
        await _ledger.DisposeAsync();
        _store.Dispose();
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    public async Task HoldAsync_OfASecondBudgetThatMustAskItsLedger_BlocksNoThread(int maxWaiters, bool isForChild)
    {
        var team = await OpenTeam(maxWaiters);
        var asked = isForChild ? team.CreateChild(new BudgetOptions { Limit = 80m, MaxWaiters = 5 }) : team;
        _store.Gate.Reset();

        var holding = await BeginAside(() => new CallBudgets(_own, asked, null).HoldAsync(Much, Stop));
        holding.IsCompleted.Should().BeFalse();
        _store.Gate.Set();
        await holding.Soon();

        (_own.Reserved, asked.Reserved, team.Reserved).Should().Be((Much, Much, Much));
        (await holding).Commit(2m);
        (_own.Spent, asked.Spent, team.Spent).Should().Be((2m, 2m, 2m));
    }

    [Fact]
    public async Task HoldAsync_CancelledWhileTheLedgerIsAsked_HoldsNothing()
    {
        var team = await OpenTeam(maxWaiters: 5);
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        _store.Gate.Reset();
        var holding = await BeginAside(() => new CallBudgets(_own, team, null).HoldAsync(Much, cancelling.Token));

        await cancelling.CancelAsync();

        await holding.Awaiting(it => it.Soon()).Should().ThrowAsync<OperationCanceledException>();
        (_own.Reserved, team.Reserved).Should().Be((0m, 0m));
    }

    [Fact]
    public async Task HoldAsync_OfASecondBudgetThatLetsCallsWait_WaitsThereHoldingNothing()
    {
        var team = await OpenTeam(maxWaiters: 5);
        var others = await team.ReserveAsync(100m, Stop);

        var holding = new CallBudgets(_own, team, null).HoldAsync(Much, Stop).AsTask();
        await Waiting.Until(() => team.Waiters == 1);
        _own.Reserved.Should().Be(0, "another call may hold the second and wait for the first");
        others.Release();
        await holding.Soon();

        (_own.Reserved, team.Reserved).Should().Be((Much, Much));
    }

    [Fact]
    public async Task Admit_WithoutHopeOnABudgetThatMustAskItsLedger_BlocksNoThreadAndIsRefused()
    {
        var team = await OpenTeam(maxWaiters: 5);
        team.AddCost(99m);
        await _ledger.FlushAsync(Stop);
        var quote = new Quote(FakeModel.Price, null, 2_000_000, AIKinds.None, new OutputBound(1, 1, 1, CanShrink: false), 0m, 1, default, DateTimeOffset.UnixEpoch);
        _store.Gate.Reset();
        await Waiting.Until(() => _store.UnderWay == 1);
        await Task.Delay(TimeSpan.FromMilliseconds(200), Stop); // An answer this old may be outdated, so the call asks the ledger again.

        var admitting = await BeginAside(() => new Admission(new WaitsWithHope()).AdmitAsync(new CallBudgets(team, null, null), quote, WhenFull.Throw, Stop));
        admitting.IsCompleted.Should().BeFalse();
        _store.Gate.Set();

        var refused = await admitting.Awaiting(it => it.Soon()).Should().ThrowAsync<BudgetExceededException>();
        refused.Which.Check.BudgetName.Should().Be("team");
        (team.Reserved, team.Waiters).Should().Be((0m, 0));
    }

    private Task<BudgetEnforcer> OpenTeam(int maxWaiters) =>
        _ledger.OpenBudgetAsync(new BudgetOptions { Name = "team", Limit = 100m, MaxWaiters = maxWaiters }, cancellationToken: Stop);

    /// <summary>Begins something on a thread of its own, which must be free again long before the store answers.</summary>
    private static async Task<Task<T>> BeginAside<T>(Func<ValueTask<T>> begin) =>
        await Task.Factory.StartNew(() => begin().AsTask(), Stop, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(TimeSpan.FromSeconds(30), Stop);
}
