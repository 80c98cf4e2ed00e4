using System.Net;
using System.Text.Json;
using BudgetEnforcement.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BudgetEnforcement.AspNetCore.Tests.Refusals;

public class RefusalTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 28, 23, 59, 29, 500, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refusal_IsAProblem_WithoutNamesAndAmounts()
    {
        await using var app = await StartAsync();

        var answer = await app.Client.GetAsync("/held", Stop);
        var body = await answer.Content.ReadAsStringAsync(Stop);

        (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType).Should().Be((HttpStatusCode.TooManyRequests, "application/problem+json"));
        JsonDocument.Parse(body).RootElement.EnumerateObject().Select(member => member.Name).Should().BeEquivalentTo("type", "title", "status", "detail", "reason", "retryAt");
        body.Should().NotContain("secret").And.NotContain("7.25").And.Contain("\"status\":429").And.Contain("NoRoom");
    }

    [Fact]
    public async Task Refusal_WithAPeriod_SaysWhenToTryAgain_RoundedUp()
    {
        await using var app = await StartAsync();

        var answer = await app.Client.GetAsync("/held", Stop);

        answer.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(31));
        (await app.Client.GetAsync("/never", Stop)).Headers.RetryAfter.Should().BeNull();
    }

    [Fact]
    public async Task Refusal_WhoseClockThrows_IsOneAllTheSame_AndNamesTheInstant()
    {
        var clock = new BreakableClock();
        await using var app = await StartAsync(clockOfRequests: clock);
        clock.BreaksReadings = true;

        var answer = await app.Client.GetAsync("/held", Stop);

        (answer.StatusCode, answer.Headers.RetryAfter).Should().Be((HttpStatusCode.TooManyRequests, null));
        (await answer.Content.ReadAsStringAsync(Stop)).Should().Contain("\"retryAt\":\"2026-11-29");
    }

    [Fact]
    public async Task ExposeDetails_NamesTheBudgetAndItsAmounts()
    {
        await using var app = await StartAsync(details: true);

        var body = JsonDocument.Parse(await app.Client.GetStringOfAsync("/held", Stop)).RootElement;

        (body.GetProperty("budget").GetString(), body.GetProperty("spent").GetDecimal(), body.GetProperty("required").GetDecimal()).Should().Be(("secret", 7.25m, 3m));
    }

    [Theory]
    [InlineData("/plain")]
    [InlineData("/inside")]
    [InlineData("/several")]
    public async Task Exception_ThatEscapes_IsAnsweredAsARefusal_AndIsNoError(string path)
    {
        await using var app = await StartAsync();

        var answer = await app.Client.GetAsync(path, Stop);

        answer.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        app.Logged().Should().NotContain(record => record.Level >= LogLevel.Warning && record.Category!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
        app.Logged("RequestRefused").Should().ContainSingle().Which.Level.Should().Be(LogLevel.Information);
    }

    [Fact]
    public async Task OtherException_GoesOn()
    {
        await using var app = await StartAsync();

        (await Record.ExceptionAsync(() => app.Client.GetAsync("/other", Stop))).Should().BeOfType<NotSupportedException>();
    }

    [Theory]
    [InlineData("/late")]
    [InlineData("/unsent")]
    public async Task Refusal_WhenTheAnswerHasBegun_CutsIt(string path)
    {
        await using var app = await StartAsync();

        var cut = await Record.ExceptionAsync(async () =>
        {
            using var answer = await app.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Stop);
            await answer.Content.ReadAsStringAsync(Stop);
        });

        cut.Should().NotBeNull();
        app.Logged("RequestCut").Should().ContainSingle();
        app.Logged().Should().NotContain(record => record.Level >= LogLevel.Error);
    }

    private Task<TestApp> StartAsync(bool details = false, TimeProvider? clockOfRequests = null)
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Name = "secret", Limit = 10m, Period = BudgetPeriod.Daily }, timeProvider: _clock);
        var fixedLimit = new BudgetEnforcer(1m);
        budget.AddCost(7.25m);
        return TestApp.StartAsync(
            builder =>
            {
                builder.Services.AddBudgets();
                builder.Services.AddSingleton(clockOfRequests ?? _clock);
                builder.Services.Configure<BudgetRefusalOptions>(options => options.ExposeDetails = details);
            },
            app =>
            {
                app.UseBudgetRefusals();
                app.MapGet("/held", () => "x").RequireBudget(_ => budget, 3m);
                app.MapGet("/never", () => "x").RequireBudget(_ => fixedLimit, 3m);
                app.MapGet("/plain", void () => budget.Reserve(3m));
                app.MapGet("/inside", void () => throw new InvalidOperationException("outer", Refused(budget)));
                app.MapGet("/several", void () => throw new AggregateException(new NotSupportedException(), new InvalidOperationException("x", Refused(budget))));
                app.MapGet("/other", void () => throw new NotSupportedException());
                app.MapGet("/unsent", (HttpContext context) =>
                {
                    context.Response.BodyWriter.GetSpan(4);
                    context.Response.BodyWriter.Advance(4);
                    budget.Reserve(3m);
                });
                app.MapGet("/late", async (HttpContext context) =>
                {
                    await context.Response.WriteAsync("half");
                    await context.Response.Body.FlushAsync();
                    budget.Reserve(3m);
                });
            });
    }

    private static Exception Refused(BudgetEnforcer budget) => Record.Exception(() => budget.Reserve(3m))!;
}
