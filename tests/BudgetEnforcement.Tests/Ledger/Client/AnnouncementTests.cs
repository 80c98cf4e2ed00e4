using System.Collections.Concurrent;
using static BudgetEnforcement.Tests.Ledger.Contract.Polling;

namespace BudgetEnforcement.Tests.Ledger.Client;

/// <summary>Which process announces what a shared budget has reached.</summary>
public sealed class AnnouncementTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Crossing_ByACostThatIsRecordedWhileAnAnswerIsOnItsWay_HasOneAnnouncer()
    {
        using var store = new InMemoryBudgetStore();
        var hooked = new HookedStore(store);
        var options = new BudgetLedgerOptions { Interval = TimeSpan.FromMilliseconds(20) };
        await using var ledger = await BudgetLedger.OpenAsync(hooked, options, cancellationToken: Stop);
        await using var other = await BudgetLedger.OpenAsync(new SharedStore(store), options, cancellationToken: Stop);
        var team = new BudgetOptions { Name = "team", Limit = 100m };
        var (one, two) = (await ledger.OpenBudgetAsync(team, cancellationToken: Stop), await other.OpenBudgetAsync(team, cancellationToken: Stop));
        var crossings = new ConcurrentQueue<(BudgetStatus Status, bool IsAnnouncer)>();
        foreach (var budget in (BudgetEnforcer[])[one, two])
            budget.ThresholdCrossed += (_, crossing) => crossings.Enqueue((crossing.Status, crossing.IsAnnouncer));
        two.AddCost(70m);
        await other.FlushAsync(Stop);
        await UntilAsync(() => one.Spent == 70m);

        var isRecorded = 0;
        hooked.AfterExchange = () =>
        {
            if (Interlocked.Exchange(ref isRecorded, 1) == 0)
                one.AddCost(50m); // The request that the store is answering does not contain this cost.
        };
        one.AddCost(1m);
        await UntilAsync(() => crossings.Count == 6);

        crossings.GroupBy(it => it.Status).Should().HaveCount(3).And.OnlyContain(both => both.Count() == 2 && both.Count(it => it.IsAnnouncer) == 1);
    }
}
