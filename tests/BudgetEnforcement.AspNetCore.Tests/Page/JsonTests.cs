using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BudgetEnforcement.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.AspNetCore.Tests.Page;

public class JsonTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_HasTheTreeInOrder_AndRegistriesAsideInParts()
    {
        await using var app = await PageApp.StartAsync();
        app.Budget("team").AddCost(45.5m);
        var tenants = app.Services.GetRequiredService<BudgetRegistry<string>>();
        foreach (var name in (string[])["b", "a", "c"])
            tenants.GetOrAdd(name).AddCost(1m);

        var list = await app.Operator().JsonAsync("budgets");
        var part = await app.Operator().JsonAsync("budgets?registry=tenants&limit=2&offset=1");

        list.GetProperty("budgets").EnumerateArray().Select(it => it.GetProperty("key").GetString()).Should().Equal("org", "team");
        var team = list.GetProperty("budgets")[1];
        (team.GetProperty("spent").GetDecimal(), team.GetProperty("status").GetString(), team.GetProperty("parent").GetString()).Should().Be((45.5m, "Warning90", "org"));
        list.GetProperty("registries")[0].GetString().Should().Be("tenants");
        part.GetProperty("budgets").EnumerateArray().Select(it => it.GetProperty("key").GetString()).Should().Equal("b", "c");
        (part.GetProperty("count").GetInt32(), part.TryGetProperty("next", out _)).Should().Be((3, false));
    }

    [Fact]
    public async Task One_OfARegistry_IsFoundByItsKey_AndOthersAreNot()
    {
        await using var app = await PageApp.StartAsync();
        app.Services.GetRequiredService<BudgetRegistry<string>>().GetOrAdd("a/b?c").AddCost(1m);

        (await app.Operator().JsonAsync("budget?registry=tenants&budget=a%2Fb%3Fc")).GetProperty("spent").GetDecimal().Should().Be(1m);
        foreach (var nobody in (string[])["budget=nope", "registry=tenants&budget=nope", "registry=nope&budget=org", ""])
            (await app.Operator().GetAsync("/budgets/api/budget?" + nobody, Stop)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        app.Services.GetRequiredService<BudgetRegistry<string>>().TryGet("nope", out _).Should().BeFalse("to look makes no budget");
    }

    [Fact]
    public async Task Commands_ChangeTheBudget_AndSentAgain_CountOnce()
    {
        await using var app = await PageApp.StartAsync();
        var client = app.Operator();
        app.Budget("team").AddCost(7m);

        for (var i = 0; i < 3; i++)
            (await client.CommandAsync("top-up", new { commandKey = "k1", budget = "team", by = 25 })).Body.GetProperty("limit").GetDecimal().Should().Be(75m);
        await client.CommandAsync("limit", new { commandKey = "k2", budget = "org", limit = 200.5m });
        await client.CommandAsync("reset", new { commandKey = "k3", budget = "team" });

        (app.Budget("team").Limit, app.Budget("team").Spent, app.Budget("org").Limit).Should().Be((75m, 0m, 200.5m));
        app.Logged("BudgetCommand").Should().HaveCount(3).And.Contain(record => record.Message == "ann changed budget team: top-up by 25 (key k1)");
    }

    [Fact]
    public async Task Commands_InParallelUnderOneKey_CountOnce()
    {
        await using var app = await PageApp.StartAsync();
        var client = app.Operator();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.CommandAsync("top-up", new { commandKey = "same", budget = "team", by = 1 })));

        app.Budget("team").Limit.Should().Be(51m);
    }

    [Fact]
    public async Task Commands_UnderOneKey_OnTwoPages_CountOnce()
    {
        await using var app = await TestApp.StartAsync(
            builder =>
            {
                builder.Services.AddBudgets(TestApp.Section(PageApp.Section));
                builder.Services.AddAuthorization();
            },
            app =>
            {
                app.MapBudgets("/budgets").AllowAnonymous();
                app.MapGroup("/admin").MapBudgets("/budgets").AllowAnonymous();
            });

        foreach (var path in (string[])["/budgets/api/top-up", "/admin/budgets/api/top-up"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(new { commandKey = "k", budget = "team", by = 1 }) };
            request.Headers.Authorization = new("Bearer", "token");
            (await app.Client.SendAsync(request, Stop)).StatusCode.Should().Be(HttpStatusCode.OK);
        }

        app.Budget("team").Limit.Should().Be(51m);
    }

    [Fact]
    public async Task CommandBook_CommandsThatFail_PushOutNone()
    {
        var book = new CommandBook(capacity: 2);
        var kept = BudgetCommand.Of(BudgetCommand.Reset, new CommandJson { CommandKey = "kept", Budget = "org" });
        await book.RunAsync(kept, () => Task.FromResult(new CommandResultJson { Command = "reset" }));
        for (var i = 0; i < 10; i++)
        {
            var failing = BudgetCommand.Of(BudgetCommand.Reset, new CommandJson { CommandKey = $"f{i}", Budget = "nope" });
            await Record.ExceptionAsync(() => book.RunAsync(failing, () => throw new CommandFault(404, "There is none", "There is none.")));
        }

        (await book.RunAsync(kept, () => throw new InvalidOperationException("again"))).IsRepeat.Should().BeTrue();
        book.Count.Should().Be(1);
    }

    [Fact]
    public async Task Key_OfAnotherCommand_IsRefused_AndChangesNothing()
    {
        await using var app = await PageApp.StartAsync();
        await app.Operator().CommandAsync("top-up", new { commandKey = "k", budget = "team", by = 1 });

        var (status, _) = await app.Operator().CommandAsync("top-up", new { commandKey = "k", budget = "team", by = 2 });

        (status, app.Budget("team").Limit).Should().Be((409, 51m));
    }

    [Theory]
    [InlineData("top-up", """{ "budget": "team", "by": 1 }""", 400, "commandKey")]
    [InlineData("top-up", """{ "commandKey": "k\u0007", "budget": "team", "by": 1 }""", 400, "commandKey")]
    [InlineData("top-up", """{ "commandKey": "k", "budget": "team", "by": 0 }""", 400, "by must be")]
    [InlineData("top-up", """{ "commandKey": "k", "budget": "team", "by": "1" }""", 400, "by")]
    [InlineData("top-up", """{ "commandKey": "k", "budget": "team", "amount": 1 }""", 400, "amount")]
    [InlineData("top-up", """{ "commandKey": "k", "by": 1 }""", 400, "budget is missing")]
    [InlineData("top-up", """{ "commandKey": "k", "budget": "nobody", "by": 1 }""", 404, "nobody")]
    [InlineData("limit", """{ "commandKey": "k", "budget": "team", "limit": -1 }""", 400, "limit must be")]
    [InlineData("limit", """{ "commandKey": "k", "budget": "team", "limit": 1e-30 }""", 400, "1e-30")]
    [InlineData("limit", """{ "commandKey": "k", "budget": "team", "limit": 1e40 }""", 400, "1e40")]
    [InlineData("top-up", """{ "commandKey": "k", "budget": "team", "by": 1.00000000000000000000000000001 }""", 400, "exactly")]
    [InlineData("reset", "null", 400, "null")]
    [InlineData("settle", """{ "commandKey": "k", "node": "00000000-0000-0000-0000-000000000001", "settlement": "Charge" }""", 404, "no ledger")]
    [InlineData("settle", """{ "commandKey": "k", "node": "00000000-0000-0000-0000-000000000001", "settlement": "Maybe" }""", 400, "settlement")]
    public async Task Command_ThatCannotBe_SaysWhy_AndChangesNothing(string kind, string body, int status, string why)
    {
        await using var app = await PageApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/budgets/api/" + kind) { Content = new StringContent(body, null, "application/json") };
        request.Headers.Authorization = new("Bearer", "token");

        using var answer = await app.Operator().SendAsync(request, Stop);

        ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType).Should().Be((status, "application/problem+json"));
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("detail").GetString().Should().Contain(why);
        app.Budget("team").Limit.Should().Be(50m);
    }

    [Fact]
    public async Task TopUp_ThatIsTooLarge_IsRefused()
    {
        await using var app = await PageApp.StartAsync();

        (await app.Operator().CommandAsync("top-up", new { commandKey = "k", budget = "team", by = decimal.MaxValue })).Status.Should().Be(409);
        app.Budget("team").Limit.Should().Be(50m);
    }

    [Fact]
    public async Task Body_ThatIsTooLarge_IsNotRead()
    {
        await using var app = await PageApp.StartAsync();

        (await app.Operator().CommandAsync("top-up", new { commandKey = new string('k', 100_000), budget = "team", by = 1 })).Status.Should().Be(413);
    }

    [Fact]
    public async Task Command_WhoseLogThrows_IsAnsweredAsItWasCarriedOut()
    {
        await using var app = await PageApp.StartAsync(services: services => services.AddLogging(logging => logging.AddProvider(new BrokenLogs())));

        var (status, body) = await app.Operator().CommandAsync("top-up", new { commandKey = "k", budget = "team", by = 1 });

        (status, body.GetProperty("limit").GetDecimal(), app.Budget("team").Limit).Should().Be((200, 51m, 51m));
    }

    [Fact]
    public async Task Limit_OfNegativeZero_IsZero()
    {
        await using var app = await PageApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/budgets/api/limit") { Content = new StringContent("""{ "commandKey": "k", "budget": "team", "limit": -0.0 }""", null, "application/json") };
        request.Headers.Authorization = new("Bearer", "token");

        (await app.Operator().SendAsync(request, Stop)).StatusCode.Should().Be(HttpStatusCode.OK);

        app.Budget("team").Limit.Should().Be(0m);
    }

    [Fact]
    public async Task Node_ThatSomebodyElseHasSettled_StaysAsItIs()
    {
        using var store = new InMemoryBudgetStore();
        var node = await LoseNodeAsync(store);
        await using var app = await PageApp.StartAsync("""{ "org": { "Limit": 100, "OnLedger": true } }""", services => services.AddBudgetLedger(options => options.LeaveStoreOpen = true).UseStore(_ => store));
        await app.Operator().CommandAsync("settle", new { commandKey = "one", node, settlement = "Charge" });

        // An operator who was asked while the node was in doubt answers now.
        var (status, body) = await app.Operator().CommandAsync("settle", new { commandKey = "two", node, settlement = "Release" });

        (status, body.GetProperty("title").GetString()).Should().Be((409, "The node is settled already"));
        (await app.Services.GetRequiredService<BudgetLedger>().FindAsync("org", Stop))!.Spent.Should().Be(10m);
    }

    [Fact]
    public async Task Nodes_ThatAreInDoubt_AreListed_AndSettledByACommand()
    {
        var store = new InMemoryBudgetStore();
        await LoseNodeAsync(store);
        await using var app = await PageApp.StartAsync("""{ "org": { "Limit": 100, "OnLedger": true } }""", services => services.AddBudgetLedger(options => options.LeaveStoreOpen = true).UseStore(_ => store));

        var nodes = (await app.Operator().JsonAsync("nodes?inDoubt=true")).GetProperty("nodes");
        var id = nodes[0].GetProperty("id").GetGuid();
        var (status, _) = await app.Operator().CommandAsync("settle", new { commandKey = "s", node = id, settlement = "Charge" });
        var again = await app.Operator().CommandAsync("settle", new { commandKey = "s", node = id, settlement = "Charge" });
        var ledger = app.Services.GetRequiredService<BudgetLedger>();

        (nodes.GetArrayLength(), nodes[0].GetProperty("name").GetString(), status, again.Status).Should().Be((1, "lost", 200, 200));
        (await ledger.FindAsync("org", Stop))!.Spent.Should().Be(10m);
        (await app.Operator().CommandAsync("top-up", new { commandKey = "t", budget = "org", by = 5 })).Body.GetProperty("limit").GetDecimal().Should().Be(105m);
        (await ledger.AdjustLimitAsync("org", 5m, "t", Stop)).Should().Be(105m, "the ledger knows the key, for every process");
    }

    [Fact]
    public async Task Commands_OfASharedBudgetSentToAnotherProcess_CountOnce()
    {
        using var store = new InMemoryBudgetStore();
        await using var one = await StartAsync();
        await using var two = await StartAsync();
        var ledger = one.Services.GetRequiredService<BudgetLedger>();
        await ledger.RecordAsync("org", 7m, "a", cancellationToken: Stop);

        await one.Operator().CommandAsync("limit", new { commandKey = "limit", budget = "org", limit = 50 });
        await one.Operator().CommandAsync("top-up", new { commandKey = "top-up", budget = "org", by = 5 });
        await one.Operator().CommandAsync("reset", new { commandKey = "reset", budget = "org" });
        await ledger.RecordAsync("org", 1m, "b", cancellationToken: Stop);
        var limit = await two.Operator().CommandAsync("limit", new { commandKey = "limit", budget = "org", limit = 50 });
        var topUp = await two.Operator().CommandAsync("top-up", new { commandKey = "top-up", budget = "org", by = 5 });
        var reset = await two.Operator().CommandAsync("reset", new { commandKey = "reset", budget = "org" });

        (limit.Status, topUp.Status, reset.Status).Should().Be((200, 200, 200));
        reset.Body.GetProperty("endedSpent").GetDecimal().Should().Be(7m);
        var org = (await ledger.FindAsync("org", Stop))!;
        (org.Limit, org.Spent, org.Term).Should().Be((55m, 1m, 1L));

        Task<TestApp> StartAsync() =>
            PageApp.StartAsync("""{ "org": { "Limit": 100, "OnLedger": true } }""", services => services.AddBudgetLedger(options => options.LeaveStoreOpen = true).UseStore(_ => store));
    }

    /// <summary>A node that ended with 10 of a budget in its hands.</summary>
    private static async Task<Guid> LoseNodeAsync(InMemoryBudgetStore store)
    {
        var lost = await BudgetLedger.OpenAsync(store, new BudgetLedgerOptions { NodeName = "lost", LeaveStoreOpen = true, DrainTimeout = TimeSpan.Zero, AskTimeout = TimeSpan.FromMinutes(1) }, cancellationToken: Stop);
        var budget = await lost.OpenBudgetAsync(new BudgetOptions { Name = "org", Limit = 100m }, cancellationToken: Stop);
        _ = await budget.ReserveAsync(10m, Stop);
        await lost.DisposeAsync();
        return lost.NodeId;
    }
}
