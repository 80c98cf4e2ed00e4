using System.Net;
using System.Text.Json;
using BudgetEnforcement.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.AspNetCore.Tests.Requests;

public class RequireBudgetTests
{
    private readonly BudgetEnforcer _budget = new(new BudgetOptions { Name = "team", Limit = 1m });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handler_WhileItRuns_HoldsTheEstimate_AndHasTheScope()
    {
        (decimal, BudgetEnforcer?, string?) seen = default;
        await using var app = await StartAsync(route => route("/chat", (RequestBudget request) =>
        {
            seen = (_budget.Reserved, BudgetScope.Current?.Budget, BudgetScope.Current?.Label);
            request.Commit(0.03m);
        }));

        await app.Client.GetAsync("/chat", Stop);

        seen.Should().Be((0.25m, _budget, "/chat"));
        (_budget.Spent, _budget.Reserved, BudgetScope.Current).Should().Be((0.03m, 0m, null));
    }

    [Fact]
    public async Task RequestBudget_FromTheContainer_IsThatOfTheRequest()
    {
        await using var app = await StartAsync(route => route("/chat", (HttpContext context) =>
            context.RequestServices.GetRequiredService<RequestBudget>().Commit(0.04m)));

        await app.Client.GetAsync("/chat", Stop);

        _budget.Spent.Should().Be(0.04m);
    }

    [Fact]
    public async Task Handler_ThatTellsNoCost_IsChargedItsEstimate_AndAReleasedOneNothing()
    {
        await using var app = await StartAsync(route =>
        {
            route("/silent", () => "done");
            route("/free", (RequestBudget request) => request.Release());
        });

        await app.Client.GetAsync("/silent", Stop);
        await app.Client.GetAsync("/free", Stop);

        (_budget.Spent, _budget.Reserved).Should().Be((0.25m, 0m));
    }

    [Theory]
    [InlineData(FailedOperationCost.Estimate, 0.25)]
    [InlineData(FailedOperationCost.Release, 0)]
    public async Task Handler_ThatFails_IsChargedAsTheOptionsSay(FailedOperationCost cost, decimal charged)
    {
        await using var app = await StartAsync(route => route("/fail", void () => throw new InvalidOperationException("broken")), options => options.FailedRequestCost = cost);

        await Record.ExceptionAsync(() => app.Client.GetAsync("/fail", Stop));

        (_budget.Spent, _budget.Reserved).Should().Be((charged, 0m));
    }

    [Fact]
    public async Task Handler_WhoseExceptionHasACost_IsChargedThat_AndACommittedOneNoMore()
    {
        await using var app = await StartAsync(route =>
        {
            route("/known", void () => throw new BudgetOperationException(0.07m, null));
            route("/told", (RequestBudget request) =>
            {
                request.Commit(0.01m);
                throw new InvalidOperationException("afterwards");
            });
        });

        await Record.ExceptionAsync(() => app.Client.GetAsync("/known", Stop));
        await Record.ExceptionAsync(() => app.Client.GetAsync("/told", Stop));

        (_budget.Spent, _budget.Reserved).Should().Be((0.08m, 0m));
    }

    [Fact]
    public async Task Exception_WhoseCostAnInnerOperationTook_ChargesTheRequestItsEstimate()
    {
        await using var app = await StartAsync(route => route("/inner", (Func<Task>)(() =>
            _budget.ExecuteAsync(0.10m, Task<decimal> (_) => throw new BudgetOperationException(0.07m, null)))));

        await Record.ExceptionAsync(() => app.Client.GetAsync("/inner", Stop));

        _budget.Spent.Should().Be(0.07m + 0.25m);
    }

    [Fact]
    public async Task Request_ThatDoesNotFit_RunsNothing()
    {
        var runs = 0;
        await using var app = await StartAsync(route => route("/chat", () => { runs++; }));
        _budget.AddCost(0.80m);

        var answer = await app.Client.GetAsync("/chat", Stop);

        (answer.StatusCode, runs, _budget.Spent).Should().Be((HttpStatusCode.TooManyRequests, 0, 0.80m));
    }

    [Fact]
    public async Task Stream_UntilItEnds_HoldsTheEstimate()
    {
        var goOn = new TaskCompletionSource();
        await using var app = await StartAsync(route => route("/stream", () => Results.Stream(async body =>
        {
            await body.WriteAsync("first "u8.ToArray());
            await body.FlushAsync();
            await goOn.Task;
            await body.WriteAsync("last"u8.ToArray());
        })));

        using var answer = await app.Client.GetAsync("/stream", HttpCompletionOption.ResponseHeadersRead, Stop);
        var held = (_budget.Reserved, _budget.Spent);
        goOn.SetResult();
        var text = await answer.Content.ReadAsStringAsync(Stop);
        await app.EventuallyAsync(() => _budget.Reserved == 0m);

        (held, text, _budget.Spent).Should().Be(((0.25m, 0m), "first last", 0.25m));
    }

    [Fact]
    public async Task Client_ThatGoesAway_DoesNotTakeTheCostAway()
    {
        var entered = new TaskCompletionSource();
        await using var app = await StartAsync(route => route("/slow", async (CancellationToken aborted) =>
        {
            entered.SetResult();
            await Task.Delay(Timeout.Infinite, aborted);
        }));
        using var leave = new CancellationTokenSource();

        var call = app.Client.GetAsync("/slow", leave.Token);
        await entered.Task;
        await leave.CancelAsync();
        await Record.ExceptionAsync(() => call);
        await app.EventuallyAsync(() => _budget.Reserved == 0m);

        _budget.Spent.Should().Be(0.25m);
    }

    [Fact]
    public async Task Client_ThatGoesAwayWhileItWaits_HoldsAndCostsNothing()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 1m, MaxWaiters = 5 });
        using var all = budget.Reserve(1m);
        await using var app = await TestApp.StartAsync(builder => builder.Services.AddBudgets(), app => app.MapGet("/chat", () => "x").RequireBudget(_ => budget, 0.25m));
        using var leave = new CancellationTokenSource();

        var call = app.Client.GetAsync("/chat", leave.Token);
        await app.EventuallyAsync(() => budget.Waiters == 1);
        await leave.CancelAsync();
        await Record.ExceptionAsync(() => call);
        await app.EventuallyAsync(() => budget.Waiters == 0);

        (budget.Spent, budget.Reserved).Should().Be((0m, 1m));
        app.Logged().Should().NotContain(record => record.Level >= LogLevel.Error);
    }

    [Theory]
    [InlineData(0.25, 2.25)]
    [InlineData(0, 2)]
    public async Task CancelWhenExceeded_StopsTheHandler_AndAnswersAsARefusal(decimal estimate, decimal spent)
    {
        var entered = new TaskCompletionSource();
        await using var app = await TestApp.StartAsync(
            builder =>
            {
                builder.Services.AddBudgets();
                builder.Services.Configure<BudgetRefusalOptions>(options => options.ExposeDetails = true);
            },
            app => app.MapGet("/slow", async (CancellationToken aborted) =>
            {
                entered.SetResult();
                await Task.Delay(Timeout.Infinite, aborted);
            }).RequireBudget(_ => _budget, estimate, options => options.CancelWhenExceeded = true));

        var call = app.Client.GetAsync("/slow", Stop);
        await entered.Task;
        _budget.AddCost(2m);
        using var answer = await call;
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement;

        (answer.StatusCode, _budget.Spent, problem.GetProperty("budget").GetString()).Should().Be((HttpStatusCode.TooManyRequests, spent, "team"));
        problem.GetProperty("reason").GetString().Should().NotBe("None");
    }

    [Fact]
    public async Task Budget_WhoseFunctionIsRefusedInside_AnswersAsARefusal_WithTheHeadersOfMiddleware()
    {
        await using var app = await TestApp.StartAsync(
            builder => builder.Services.AddBudgets(),
            app =>
            {
                app.Use((context, next) =>
                {
                    context.Response.Headers["X-Trace"] = "kept";
                    return next(context);
                });
                app.MapGet("/x", () => "x").RequireBudget(_ => throw new AggregateException(new BudgetExceededException(_budget.CheckBudgetAvailable(5m))), 0.25m);
            });

        using var answer = await app.Client.GetAsync("/x", Stop);

        (answer.StatusCode, answer.Headers.GetValues("X-Trace").Single()).Should().Be((HttpStatusCode.TooManyRequests, "kept"));
    }

    [Fact]
    public async Task Handler_ThatReleasesAndThenFailsWithACost_IsChargedThatCost()
    {
        await using var app = await StartAsync(route => route("/late", void (RequestBudget request) =>
        {
            request.Release();
            throw new BudgetOperationException(0.07m, null);
        }));

        await Record.ExceptionAsync(() => app.Client.GetAsync("/late", Stop));

        (_budget.Spent, _budget.Reserved).Should().Be((0.07m, 0m));
    }

    [Fact]
    public async Task Commit_FromAnotherThread_AtTheEndOfTheRequest_NeverFailsTheRequest()
    {
        var failures = 0;
        await using var app = await StartAsync(route => route("/racy", (RequestBudget request) =>
        {
            _ = Task.Run(() =>
            {
                try
                {
                    request.Commit(0m);
                }
                catch (InvalidOperationException)
                {
                    Interlocked.Increment(ref failures);
                }
            });
        }));
        _budget.UpdateLimit(10_000m);

        for (var i = 0; i < 500; i++)
            (await app.Client.GetAsync("/racy", Stop)).StatusCode.Should().Be(HttpStatusCode.OK);

        await app.EventuallyAsync(() => _budget.Spent == Volatile.Read(ref failures) * 0.25m);
        _budget.Reserved.Should().Be(0m);
    }

    [Fact]
    public async Task Group_AndItsEndpoint_BothHold()
    {
        var outer = new BudgetEnforcer(10m);
        (decimal, decimal) held = default;
        await using var app = await TestApp.StartAsync(builder => builder.Services.AddBudgets(), app =>
            app.MapGroup("/api").RequireBudget(_ => outer, 1m).MapGet("/x", (RequestBudget request) =>
            {
                held = (outer.Reserved, _budget.Reserved);
                request.Commit(0.10m);
            }).RequireBudget(_ => _budget, 0.25m));

        await app.Client.GetAsync("/api/x", Stop);

        held.Should().Be((1m, 0.25m));
        (outer.Spent, _budget.Spent).Should().Be((1m, 0.10m));
    }

    [Fact]
    public async Task RequestBudget_FromTheContainer_IsThatOfTheEndpoint_AlsoWhereTheGroupsWasAskedFor()
    {
        var outer = new BudgetEnforcer(1m);
        await using var app = await TestApp.StartAsync(builder => builder.Services.AddBudgets(), app =>
            app.MapGroup("/api").RequireBudget(_ => outer, 0.5m)
                .MapGet("/x", (HttpContext context) => context.RequestServices.GetRequiredService<RequestBudget>().Commit(0.04m))
                .RequireBudget(context => context.RequestServices.GetRequiredService<RequestBudget>().Budget == outer ? _budget : outer, 0.25m));

        await app.Client.GetAsync("/api/x", Stop);

        (outer.Spent, _budget.Spent).Should().Be((0.5m, 0.04m));
    }

    [Fact]
    public async Task Group_ThatIsExceeded_WhileItsEndpointWaits_AnswersAsARefusal()
    {
        var (outer, busy) = (new BudgetEnforcer(1m), new BudgetEnforcer(new BudgetOptions { Limit = 1m, MaxWaiters = 5 }));
        using var all = busy.Reserve(1m);
        await using var app = await TestApp.StartAsync(builder => builder.Services.AddBudgets(), app =>
            app.MapGroup("/api").RequireBudget(_ => outer, 0m, options => options.CancelWhenExceeded = true).MapGet("/x", () => "x").RequireBudget(_ => busy, 1m));

        var call = app.Client.GetAsync("/api/x", Stop);
        await app.EventuallyAsync(() => busy.Waiters == 1);
        outer.AddCost(2m);

        (await call).StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
    }

    [Theory]
    [InlineData("/api/full")]
    [InlineData("/api/none")]
    public async Task Group_WhoseEndpointIsRefused_IsChargedNothing(string path)
    {
        var (outermost, outer) = (new BudgetEnforcer(10m), new BudgetEnforcer(10m));
        await using var app = await TestApp.StartAsync(builder => builder.Services.AddBudgets(), app =>
        {
            var group = app.MapGroup("").RequireBudget(_ => outermost, 1m).MapGroup("/api").RequireBudget(_ => outer, 1m);
            group.MapGet("/full", () => "x").RequireBudget(_ => _budget, 5m);
            group.MapGet("/none", () => "x").RequireBudget(_ => throw new InvalidOperationException("no such tenant"), 0m);
        });

        await Record.ExceptionAsync(() => app.Client.GetAsync(path, Stop));

        (outermost.Spent, outermost.Reserved, outer.Spent, outer.Reserved).Should().Be((0m, 0m, 0m, 0m), "the handler did not run");
    }

    [Fact]
    public async Task Request_WhoseServicesThrowBeforeItRuns_HoldsNothing()
    {
        await using var app = await TestApp.StartAsync(builder => builder.Services.AddBudgets(), app =>
        {
            app.Use((context, next) =>
            {
                context.RequestServices = new BrokenServices(context.RequestServices);
                return next(context);
            });
            app.MapGet("/x", () => "x").RequireBudget(_ => _budget, 0.25m);
        });

        var failure = await Record.ExceptionAsync(() => app.Client.GetAsync("/x", Stop));

        failure.Should().BeOfType<IOException>();
        (_budget.Reserved, _budget.Spent).Should().Be((0m, 0m));
    }

    [Fact]
    public async Task Request_ThatFailsWithACostThatNoTotalHolds_HoldsNothing()
    {
        await using var app = await StartAsync(route => route("/rich", void () =>
        {
            for (var i = 0; i < 7; i++)
                _budget.AddCost(decimal.MaxValue);
            throw new BudgetOperationException(decimal.MaxValue, null);
        }));

        var failure = await Record.ExceptionAsync(() => app.Client.GetAsync("/rich", Stop));

        failure.Should().BeOfType<OverflowException>();
        _budget.Reserved.Should().Be(0m);
    }

    [Fact]
    public async Task Refusal_WhoseLogThrows_IsAnsweredAllTheSame()
    {
        await using var app = await TestApp.StartAsync(
            builder => builder.Services.AddBudgets().AddLogging(logging => logging.AddProvider(new BrokenLogs())),
            app => app.MapGet("/full", () => "x").RequireBudget(_ => _budget, 5m));

        (await app.Client.GetAsync("/full", Stop)).StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Commit_OfNegativeZero_IsACostOfZero()
    {
        await using var app = await StartAsync(route => route("/credit", (RequestBudget request) => request.Commit(-_budget.Spent)));

        (await app.Client.GetAsync("/credit", Stop)).StatusCode.Should().Be(HttpStatusCode.OK);

        (_budget.Spent, _budget.Reserved).Should().Be((0m, 0m));
    }

    [Fact]
    public async Task Commit_OfANegativeCost_Throws_AndHoldsOn()
    {
        Exception? failure = null;
        decimal held = 0m;
        await using var app = await StartAsync(route => route("/wrong", (RequestBudget request) =>
        {
            failure = Record.Exception(() => request.Commit(-0.01m));
            held = _budget.Reserved;
        }));

        await app.Client.GetAsync("/wrong", Stop);

        failure.Should().BeOfType<ArgumentOutOfRangeException>().Which.Should().Match<ArgumentOutOfRangeException>(it => it.ParamName == "actualCost" && Equals(it.ActualValue, -0.01m));
        (held, _budget.Spent).Should().Be((0.25m, 0.25m));
    }

    [Fact]
    public async Task RequireBudget_OfNegativeZero_HoldsNothing()
    {
        await using var app = await TestApp.StartAsync(builder => builder.Services.AddBudgets(), app => app.MapGet("/x", () => "x").RequireBudget(_ => _budget, decimal.Negate(0m)));

        (await app.Client.GetAsync("/x", Stop)).StatusCode.Should().Be(HttpStatusCode.OK);

        _budget.Spent.Should().Be(0m);
    }

    [Fact]
    public async Task RequireBudget_OfAKeyThatIsNone_HasTheHostNotStart()
    {
        var failure = await Record.ExceptionAsync(() => TestApp.StartAsync(
            builder =>
            {
                builder.Services.AddBudgets(TestApp.Section("""{ "team": { "Limit": 1 } }"""));
                builder.Services.AddHealthChecks().AddBudget("team").AddBudget("meat");
            },
            app =>
            {
                app.MapGet("/right", () => "x").RequireBudget("team", 0m);
                app.MapGet("/wrong", () => "x").RequireBudget("taem", 0m);
            }));

        failure.Should().BeOfType<InvalidOperationException>().Which.Message.Should().Contain("'taem'").And.Contain("/wrong").And.Contain("'meat'").And.NotContain("/right").And.NotContain("'team'");
    }

    [Fact]
    public void RequireBudget_OfANegativeEstimate_Throws()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        app.Invoking(it => it.MapGroup("/x").RequireBudget(_ => _budget, -0.01m)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private Task<TestApp> StartAsync(Action<Action<string, Delegate>> map, Action<RequestBudgetOptions>? configure = null) => TestApp.StartAsync(
        builder => builder.Services.AddBudgets(),
        app => map((route, handler) => app.MapGet(route, handler).RequireBudget(_ => _budget, estimate: 0.25m, configure)));

    /// <summary>Services of a request that are away when the package asks for its own.</summary>
    private sealed class BrokenServices(IServiceProvider inner) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(RequestBudgetHolder) ? throw new IOException("The services are away.") : inner.GetService(serviceType);
    }
}
