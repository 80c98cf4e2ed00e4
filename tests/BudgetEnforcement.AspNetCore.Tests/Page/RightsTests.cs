using System.Net;
using BudgetEnforcement.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.AspNetCore.Tests.Page;

public class RightsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Host_WhosePageIsOpenByMistake_DoesNotStart()
    {
        var failure = await Record.ExceptionAsync(() => PageApp.StartAsync(rights: _ => { }));

        failure.Should().BeOfType<InvalidOperationException>().Which.Message.Should().Contain("RequireAuthorization").And.Contain("MapBudgets(\"/budgets\")");
    }

    [Fact]
    public async Task Host_WhoseGroupIsAuthorized_OrWhosePageIsAnonymous_Starts()
    {
        await using var anonymous = await PageApp.StartAsync(rights: it => it.AllowAnonymous());
        await using var grouped = await TestApp.StartAsync(
            builder =>
            {
                builder.Services.AddBudgets(TestApp.Section(PageApp.Section));
                builder.Services.AddAuthorization();
            },
            app => app.MapGroup("/admin").RequireAuthorization().MapBudgets());

        (await anonymous.Client.GetAsync("/budgets", Stop)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Host_WhosePolicyOfCommandsIsNone_DoesNotStart()
    {
        var failure = await Record.ExceptionAsync(() => PageApp.StartAsync(page: options => options.CommandPolicy = "operatos"));

        failure.Should().BeOfType<InvalidOperationException>().Which.Message.Should().Contain("'operatos'");
    }

    [Fact]
    public void MapBudgets_WithoutItsServices_SaysWhatIsMissing()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        app.Invoking(it => it.MapBudgets()).Should().Throw<InvalidOperationException>().WithMessage("*AddBudgets*");
    }

    [Theory]
    [InlineData("/budgets")]
    [InlineData("/budgets/budget?budget=org")]
    [InlineData("/budgets/events")]
    [InlineData("/budgets/page.css")]
    [InlineData("/budgets/api/budgets")]
    [InlineData("/budgets/api/nodes")]
    public async Task Everything_WithoutRights_IsRefused(string path)
    {
        await using var app = await PageApp.StartAsync();

        (await app.Client.GetAsync(path, Stop)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await app.Operator("guest").GetAsync(path, Stop)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Command_OfWhoMayOnlyLook_IsRefused_AndThePageHasNoForms()
    {
        await using var app = await PageApp.StartAsync(rights: it => it.RequireAuthorization("viewers"), page: options => options.CommandPolicy = "operators");

        var (status, _) = await app.Operator("viewer").CommandAsync("top-up", new { commandKey = "k", budget = "team", by = 1 });

        (status, app.Budget("team").Limit).Should().Be((403, 50m));
        (await app.Operator("viewer").GetStringAsync("/budgets/budget?budget=team", Stop)).Should().NotContain("<form");
        (await app.Operator().GetStringAsync("/budgets/budget?budget=team", Stop)).Should().Contain("<form");
        (await app.Operator("viewer").GetAsync("/budgets/confirm?command=top-up&budget=team&amount=1", Stop)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Command_WithoutATokenOrFromAnotherSite_IsRefused_AndLoggedBelowError()
    {
        await using var app = await PageApp.StartAsync();
        using var forged = new HttpRequestMessage(HttpMethod.Post, "/budgets/do")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["command"] = "top-up", ["commandKey"] = "k", ["budget"] = "team", ["amount"] = "1000" }),
        };
        using var crossSite = new HttpRequestMessage(HttpMethod.Post, "/budgets/api/top-up") { Content = new StringContent("{}", null, "application/json") };
        crossSite.Headers.Add("Sec-Fetch-Site", "cross-site");
        crossSite.Headers.Authorization = new("Bearer", "token");

        (await app.Operator().CommandAsync("top-up", new { commandKey = "k", budget = "team", by = 1 }, bearer: false)).Status.Should().Be(400);
        (await app.Operator().SendAsync(forged, Stop)).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await app.Operator().SendAsync(crossSite, Stop)).StatusCode.Should().Be(HttpStatusCode.BadRequest);

        app.Budget("team").Limit.Should().Be(50m);
        app.Logged("BudgetCommandRefused").Should().HaveCount(3);
        app.Logged().Should().NotContain(record => record.Level >= LogLevel.Error);
    }
}
