using System.Globalization;
using System.Net;
using BudgetEnforcement.Portkey.Tests.Fake;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace BudgetEnforcement.Portkey.Tests.Costs;

/// <summary>When a request is repeated, and after how long.</summary>
public sealed class RetryTests : PortkeyTest
{
    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    public async Task GetAsync_FailuresThatMayPass_AreOutlived(int status)
    {
        Portkey.Add(new LoggedCall(Noon, 100m, "ann"));
        Portkey.Instead = Answers.Failing(3, status);

        (await GetAsync()).Should().Equal(new BilledCost("ann", 1m));

        Clock.Waits.Should().Equal(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4));
        Logger.Collector.GetSnapshot().Where(record => record.Id.Id == 121).Should().HaveCount(3);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 1)] // so soon that the usual wait is the longer one
    [InlineData("60", 60)]
    [InlineData("soon", 1)]
    [InlineData("-5", 1)]
    [InlineData("Wed, 01 Jul 2026 12:00:42 GMT", 42)]
    [InlineData("Wed, 01 Jul 2026 11:00:00 GMT", 1)]
    public async Task GetAsync_WhenPortkeyAsksToWait_WaitsAsLong(string retryAfter, int seconds)
    {
        Portkey.Instead = Answers.Failing(1, 429, retryAfter);

        await GetAsync();

        Clock.Waits.Should().Equal(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("61", 61)]
    [InlineData("Wed, 01 Jul 2026 13:00:00 GMT", 3600)]
    public async Task GetAsync_WhenPortkeyAsksToWaitTooLong_SaysSo(string retryAfter, int seconds)
    {
        Portkey.Instead = Answers.Failing(1, 429, retryAfter);

        var failure = await FailAsync();

        (failure.StatusCode, failure.RetryAfter, failure.IsTransient).Should().Be((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(seconds), true));
        Clock.Waits.Should().BeEmpty();
    }

    [Fact]
    public async Task GetAsync_FailuresThatStay_AreTriedSoOftenAsIsSaid()
    {
        Portkey.Instead = Answers.Failing(int.MaxValue, 502);

        (await FailAsync(options => (options.Attempts, options.LongestWait) = (6, TimeSpan.FromSeconds(5)))).StatusCode.Should().Be(HttpStatusCode.BadGateway);

        Portkey.Requests.Should().HaveCount(6);
        Clock.Waits.Select(wait => wait.TotalSeconds).Should().Equal(1, 2, 4, 5, 5);
    }

    [Fact]
    public async Task GetAsync_NobodyThere_IsTriedAgainAndThenNoCost()
    {
        await Portkey.DisposeAsync();

        var failure = await FailAsync();

        (failure.StatusCode, failure.IsTransient).Should().Be((null, true));
        failure.InnerException.Should().BeOfType<HttpRequestException>();
        Clock.Waits.Should().HaveCount(3);
    }

    [Fact]
    public async Task GetAsync_CancelledWhileItWaits_EndsAtOnce()
    {
        var clock = new FakeTimeProvider();
        using var cancelling = new CancellationTokenSource();
        Portkey.Instead = Answers.Failing(int.MaxValue, 503, "50");
        var client = new PortkeyCostClient(Http, new PortkeyCostOptions { ApiKey = FakePortkey.Key, BaseAddress = Portkey.Address }, Logger, clock);
        var asking = client.GetAsync(Noon, End, cancelling.Token).AsTask();
        while (Logger.Collector.Count == 0)
            await Task.Delay(1, Cancelled);

        await cancelling.CancelAsync();

        (await FluentActions.Awaiting(() => asking).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancelling.Token);
    }

    [Fact]
    public async Task GetAsync_CancelledWhileItIsAnswered_EndsAtOnce()
    {
        using var cancelling = new CancellationTokenSource();
        Portkey.Instead = async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync();
            await cancelling.CancelAsync();
            await Task.Delay(System.Threading.Timeout.Infinite, Portkey.Stopping).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };

        await FluentActions.Awaiting(() => Client().GetAsync(Noon, End, cancelling.Token).AsTask()).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task GetAsync_AfterAnHourOfOutage_KnowsEverything()
    {
        var clock = new FakeTimeProvider(Noon);
        var back = Noon.AddHours(1);
        await using var portkey = await FakePortkey.StartAsync(clock);
        portkey.Add(Enumerable.Range(0, 60).Select(i => new LoggedCall(Noon.AddMinutes(i), i + 0.5m, "ann") { KnownAt = back.AddMinutes(3) }));
        portkey.Instead = context => clock.GetUtcNow() < back ? Answers.Json(context, "<html>down</html>", 503, "text/html") : Task.FromResult(false);
        var client = new PortkeyCostClient(Http, new PortkeyCostOptions { ApiKey = FakePortkey.Key, BaseAddress = portkey.Address, Attempts = 1 }, timeProvider: clock);
        var failures = 0;
        IReadOnlyList<BilledCost>? costs = null;

        for (var minute = 0; costs is not { Count: > 0 }; minute++)
        {
            minute.Should().BeLessThan(100);
            try
            {
                costs = await client.GetAsync(Noon, Noon.AddHours(1), Cancelled);
            }
            catch (PortkeyException exception) when (exception.IsTransient)
            {
                failures++;
            }

            clock.Advance(TimeSpan.FromMinutes(1));
        }

        (failures, costs.Single()).Should().Be((60, new BilledCost("ann", 18m)));
    }

    [Fact]
    public async Task HttpDate_InAnyCulture_IsRead()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new("ar-SA");
        try
        {
            Portkey.Instead = Answers.Failing(1, 503, "Wed, 01 Jul 2026 12:00:42 GMT");
            await GetAsync();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Clock.Waits.Should().Equal(TimeSpan.FromSeconds(42));
    }
}
