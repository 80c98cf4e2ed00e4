using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using static BudgetEnforcement.Tests.Ledger.Contract.Polling;

namespace BudgetEnforcement.Tests.Readme;

/// <summary>What the code of the pages beside the sources does when it is run.</summary>
public sealed class PageSnippetsTests
{
    [Fact]
    public void Check_WhenRun_GivesWhatItsCommentSays() => Snippets.Check().Should().Be((true, BudgetStatus.Warning90));

    [Fact]
    public void Refusal_WhenRun_AdvisesByItsReason()
    {
        var clock = new ManualClock();
        BudgetEnforcer Spent(BudgetPeriod period, decimal limit)
        {
            var budget = new BudgetEnforcer(new BudgetOptions { Limit = limit, Period = period }, timeProvider: clock);
            budget.AddCost(limit);
            return budget;
        }

        Snippets.Refusal(new BudgetEnforcer(10m)).Should().BeEmpty();
        Snippets.Refusal(Spent(BudgetPeriod.Daily, 10m)).Should().EndWith(": try again at 2024-10-31 00:00:00Z");
        Snippets.Refusal(Spent(BudgetPeriod.None, 10m)).Should().EndWith(": try again when something is released, or raise the limit");
        Snippets.Refusal(Spent(BudgetPeriod.Daily, 1m)).Should().EndWith(": raise the limit, or ask for less");
    }

    [Fact]
    public async Task WaitingInVain_WhenRun_TellsWhetherItHolds()
    {
        var team = new BudgetEnforcer(new BudgetOptions { Limit = 100m, MaxWaiters = 1 });

        (await Snippets.WaitingInVain(team, TestContext.Current.CancellationToken)).Should().Be("held 2.50");
        team.Reserve(99m);
        var waiting = team.ReserveAsync(2m, TestContext.Current.CancellationToken).AsTask();
        (await Snippets.WaitingInVain(team, TestContext.Current.CancellationToken)).Should().Be("busy");
        waiting.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task Metered_WhenRun_LeavesNothingHeld()
    {
        var budget = new BudgetEnforcer(1m);

        await Snippets.Metered(budget, TestContext.Current.CancellationToken);

        budget.Reserved.Should().Be(0m);
    }

    [Fact]
    public async Task Reconciling_WhenRun_RecordsAndComparesUntilItIsCancelled()
    {
        var budget = new BudgetEnforcer(1m);
        using var stop = new CancellationTokenSource();

        var (run, report) = await Snippets.Reconciling(budget, new Reconciliation.FakeBiller(), TimeProvider.System, new FakeLogger<CostReconciler>(), stop.Token);

        (budget.Spent, report.Costs.Count, run.IsCompleted).Should().Be((0.42m, 0, false));
        await stop.CancelAsync();
        await run.Awaiting(it => it).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task StartedMinutes_WhenRun_BillTheMinimumTwice()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 10m }, timeProvider: new ManualClock());

        await Snippets.StartedMinutes(budget);

        (budget.Spent, budget.Reserved).Should().Be((2 * 2.49m / 6, 0m));
    }

    [Theory]
    [InlineData("1", "OverBudget at ")]
    [InlineData("2", "")]
    public void Forecast_WhenRun_KnowsTheEndBeforeItComes(string limit, string expected)
    {
        var clock = new ManualClock();
        clock.OnTimestamp = () => clock.Advance(TimeSpan.FromSeconds(1));
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = Text.Decimal(limit) }, timeProvider: clock);

        Snippets.Forecast(budget).Should().StartWith(expected);

        budget.IsBudgetExceeded.Should().BeFalse();
    }

    [Fact]
    public void Customer_WhenRun_ClosesItsBudget()
    {
        var tenants = new BudgetRegistry<string>(parent: null, _ => new BudgetOptions { Limit = 5m });
        var budget = tenants.GetOrAdd("acme");

        Snippets.Customer(tenants);

        budget.CheckBudgetAvailable(1m).Reason.Should().Be(BudgetRefusalReason.Closed);
    }

    [Fact]
    public void SeveralParents_WhenRun_CountOnEach()
    {
        var services = new ServiceCollection();
        Snippets.SeveralParents(services);
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredKeyedService<BudgetEnforcer>("call").AddCost(1m);

        foreach (var key in (string[])["call", "user", "model", "organisation"])
            provider.GetRequiredKeyedService<BudgetEnforcer>(key).Spent.Should().Be(1m);
    }

    [Fact]
    public async Task Ledger_WhenRun_CountsOnEveryLevelAndOnce()
    {
        var stop = TestContext.Current.CancellationToken;
        var store = new InMemoryBudgetStore();
        var backup = store.Copy();

        var (recorded, spent) = await Snippets.Ledger(store, stop);

        (recorded.HasChanged, recorded.Budget.Parents.Single(), spent).Should().Be((true, "organisation", 43.70m));
        await using var ledger = await BudgetLedger.OpenAsync(backup, cancellationToken: stop);
        await ledger.CreateBudgetIfNotExistsAsync(new BudgetOptions { Name = "team", Limit = 2_000m }, cancellationToken: stop);
        (await Snippets.TryAgain(ledger, 1_500m, stop)).Should().Be(BudgetStatus.Warning75);
        (await Snippets.TryAgain(ledger, 1_500m, stop)).Should().Be(BudgetStatus.Warning75);
        (await Snippets.TopUp(ledger, stop)).Should().Be(1_500m);
        await Snippets.Settle(ledger, stop);
        (await ledger.FindAsync("team", stop))!.Limit.Should().Be(2_500m);
    }

    [Fact]
    public async Task LedgerInAContainer_WhenRun_IsThere()
    {
        var services = Snippets.Ledger(new ServiceCollection());
        await using var provider = services.PostConfigureAll<BudgetLedgerOptions>(options => options.AskTimeout = TimeSpan.FromMinutes(1)).BuildServiceProvider();

        provider.GetRequiredKeyedService<BudgetEnforcer>("job").TryAddCost(1m).Should().BeTrue();
        provider.GetRequiredKeyedService<BudgetEnforcer>("team").GetStatus().OwnSpent.Should().Be(1m);
    }

    [Fact]
    public async Task SharedBudget_WhenRun_IsSpentOnBothLevels()
    {
        (await AnsweredAsync(() => Snippets.SharedBudget(new InMemoryBudgetStore(), TestContext.Current.CancellationToken))).Should().Be((0.80m, 0.80m));
    }

    [Fact]
    public void Events_WhenRun_HandleThresholdsAndPeriods()
    {
        var clock = new ManualClock();
        var log = new FakeLogger<BudgetEnforcer>();
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 10m, Period = BudgetPeriod.Daily }, log, clock);
        Snippets.Events(budget);

        budget.AddCost(8m);
        clock.Advance(TimeSpan.FromDays(1));
        budget.AddCost(1m);

        log.Collector.GetSnapshot().Select(record => record.Id.Name).Where(name => name is not "CostRecorded")
            .Should().Equal("ThresholdReached", "PeriodEnded"); // And no HandlerFailed.
    }
}
