using BudgetEnforcement.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Chat;

/// <summary>Calls of several processes on one budget of a ledger.</summary>
public sealed class SharedBudgetTests : BilledTest
{
    private readonly BudgetOptions _team = new() { Name = "team", Limit = 1m };

    [Fact]
    public async Task Calls_OfTwoProcesses_SpendNearlyAllOfOneBudgetAndNoMore()
    {
        Model.WantedOutput = 3_000;
        using var store = new InMemoryBudgetStore();
        await using var one = await OpenAsync(store);
        await using var other = await OpenAsync(store);
        var clients = new[]
        {
            ClientOf(await one.OpenBudgetAsync(_team, cancellationToken: TestContext.Current.CancellationToken)),
            ClientOf(await other.OpenBudgetAsync(_team, cancellationToken: TestContext.Current.CancellationToken)),
        };

        await Task.WhenAll(clients.SelectMany(client => Enumerable.Repeat(client, 4)).Select(client => Task.Run(() => SpendAllAsync(client))));
        await one.FlushAsync(TestContext.Current.CancellationToken);
        await other.FlushAsync(TestContext.Current.CancellationToken);

        var team = await one.FindAsync("team", TestContext.Current.CancellationToken);
        team!.Spent.Should().Be(Bills.Total).And.BeInRange(0.85m, 1m);
        Budget.AddCost(Bills.Total); // What the test's own budget would have recorded.
    }

    private static async Task SpendAllAsync(IChatClient client)
    {
        while (true)
        {
            try
            {
                await client.Ask("hello");
            }
            catch (BudgetExceededException)
            {
                return;
            }
        }
    }

    private static Task<BudgetLedger> OpenAsync(InMemoryBudgetStore store) =>
        BudgetLedger.OpenAsync(store, new BudgetLedgerOptions { LeaveStoreOpen = true, AskTimeout = TimeSpan.FromMinutes(1) }, cancellationToken: TestContext.Current.CancellationToken);
}
