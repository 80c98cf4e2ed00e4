using System.Net;
using BudgetEnforcement.Portkey.Tests.Fake;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace BudgetEnforcement.Portkey.Tests.Costs;

/// <summary>Checks that an answer which cannot be trusted is an exception, and never zero.</summary>
public sealed class FaultTests : PortkeyTest
{
    private const string NoGroups = """{"total":0,"data":[]}""";

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("""{"summary":{}}""")]
    [InlineData("""{"summary":null}""")]
    [InlineData("""{"summary":[1]}""")]
    [InlineData("""{"summary":{"total":null}}""")]
    [InlineData("""{"summary":{"total":true}}""")]
    [InlineData("""{"summary":{"total":{}}}""")]
    [InlineData("""{"summary":{"total":-1}}""")]
    [InlineData("""{"summary":{"total":"-0.5"}}""")]
    [InlineData("""{"summary":{"total":"lots"}}""")]
    [InlineData("""{"summary":{"total":""}}""")]
    [InlineData("""{"summary":{"total":"1,234.5"}}""")]
    [InlineData("""{"summary":{"total":1e99}}""")]
    [InlineData("""{"summary":{"total":1e32}}""")]
    [InlineData("""{"summary":{"total":"\ud800"}}""")]
    [InlineData("""{"summary":{"total":5},"is_quota_exceeded":true}""")]
    [InlineData("""{"summary":{"total":5},"is_quota_exceeded":"true"}""")]
    public async Task Total_ThatIsNone_IsNoCost(string total)
    {
        Portkey.Instead = Answers.Of(total, NoGroups);

        (await FailAsync()).IsTransient.Should().BeFalse();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"total":0}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"total":-1,"data":[]}""")]
    [InlineData("""{"total":"some","data":[]}""")]
    [InlineData("""{"total":1.5,"data":[]}""")]
    [InlineData("""{"total":0,"data":{}}""")]
    [InlineData("""{"total":1,"data":[7]}""")]
    [InlineData("""{"total":1,"data":[{"metadata_value":"ann"}]}""")]
    [InlineData("""{"total":1,"data":[{"metadata_value":"ann","cost":null}]}""")]
    [InlineData("""{"total":1,"data":[{"metadata_value":"ann","cost":-1}]}""")]
    [InlineData("""{"total":1,"data":[{"metadata_value":"ann","cost":"free"}]}""")]
    [InlineData("""{"total":1,"data":[{"metadata_value":["ann"],"cost":1}]}""")]
    [InlineData("""{"total":1,"data":[{"metadata_value":"\udfff","cost":1}]}""")]
    [InlineData("""{"total":0,"data":[],"is_quota_exceeded":true}""")]
    [InlineData("""{"total":2000000000,"data":[{"metadata_value":"ann","cost":1}]}""")]
    public async Task Groups_ThatAreNone_AreNoCost(string groups)
    {
        Portkey.Instead = Answers.Of("""{"summary":{"total":0}}""", groups);

        (await FailAsync()).IsTransient.Should().BeFalse();
    }

    [Theory]
    [InlineData("""{"total":1,"data":[]}""")]
    [InlineData("""{"total":0,"data":[{"metadata_value":"ann","cost":1}]}""")]
    [InlineData("""{"total":2,"data":[{"metadata_value":"ann","cost":1},{"metadata_value":"ann","cost":1}]}""")]
    public async Task Groups_ThatDoNotFitTogether_AreReadAgainAndThenNoCost(string groups)
    {
        Portkey.Instead = Answers.Of("""{"summary":{"total":5}}""", groups);

        (await FailAsync()).IsTransient.Should().BeTrue();

        Clock.Waits.Should().HaveCount(3);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task Answer_OfAnotherType_IsNoCost(string? type)
    {
        Portkey.Instead = Answers.Of("""{"summary":{"total":0}}""", NoGroups, type);

        (await FailAsync()).Message.Should().Contain("application/json");
    }

    [Theory]
    [InlineData("""{"summary":{"total":38""")]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("""{"summary":{"total":007}}""")]
    [InlineData("""{"summary":{"total":NaN}}""")]
    public async Task Answer_ThatIsHalfAJson_IsAskedForAgainAndThenNoCost(string body)
    {
        Portkey.Instead = Answers.Of(body, NoGroups);

        (await FailAsync()).IsTransient.Should().BeTrue();

        Portkey.Requests.Should().HaveCount(4);
    }

    [Fact]
    public async Task Answer_ThatBreaksOff_IsAskedForAgain()
    {
        Portkey.Add(new LoggedCall(Noon, 100m, "ann"));
        var isBroken = false;
        Portkey.Instead = async context =>
        {
            if (isBroken)
                return false;
            isBroken = true;
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("""{"summary":{"total":0}}""");
            await context.Response.Body.FlushAsync();
            context.Abort();
            return true;
        };

        (await GetAsync()).Should().Equal(new BilledCost("ann", 1m));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_ThatNeverEnds_IsNoCost(bool isSizeTold)
    {
        Portkey.Instead = async context =>
        {
            context.Response.ContentType = "application/json";
            if (isSizeTold)
                context.Response.ContentLength = long.MaxValue;
            await context.Response.WriteAsync("""{"summary":{"total":0},"more":[""");
            var part = new byte[64 * 1024];
            Array.Fill(part, (byte)' ');
            while (!context.RequestAborted.IsCancellationRequested && !Portkey.Stopping.IsCancellationRequested)
                await context.Response.Body.WriteAsync(part, context.RequestAborted);
            return true;
        };

        (await FailAsync()).Message.Should().Contain("longer than 8 MiB");
    }

    [Fact]
    public async Task Answer_ThatStalls_IsGivenUpInTime()
    {
        var clock = new FakeTimeProvider();
        Portkey.Instead = async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"summary":""");
            await context.Response.Body.FlushAsync();
            await Task.Delay(System.Threading.Timeout.Infinite, Portkey.Stopping).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        var client = new PortkeyCostClient(Http, new PortkeyCostOptions { ApiKey = FakePortkey.Key, BaseAddress = Portkey.Address, Attempts = 1 }, timeProvider: clock);
        var asking = client.GetTotalAsync(Noon, End, Cancelled).AsTask();

        while (Portkey.Requests.Count == 0)
            await Task.Delay(1, Cancelled);
        clock.Advance(TimeSpan.FromSeconds(29.9));
        asking.IsCompleted.Should().BeFalse();
        clock.Advance(TimeSpan.FromSeconds(0.2));

        (await FluentActions.Awaiting(() => asking).Should().ThrowAsync<PortkeyException>()).Which.IsTransient.Should().BeTrue();
    }

    [Theory]
    [InlineData(401, "ApiKey", false)]
    [InlineData(403, "may not read analytics", false)]
    [InlineData(404, "BaseAddress", false)]
    [InlineData(400, "Portkey does not tell the costs", false)]
    [InlineData(412, "Portkey does not tell the costs", false)]
    [InlineData(429, "limits the rate", true)]
    [InlineData(408, "Portkey does not tell the costs", true)]
    [InlineData(500, "Portkey failed", true)]
    [InlineData(503, "Portkey failed", true)]
    [InlineData(206, "Portkey does not tell the costs", false)]
    [InlineData(202, "Portkey does not tell the costs", false)]
    public async Task Status_ThatIsNot200_SaysWhatToDo(int status, string says, bool isTransient)
    {
        Portkey.Instead = context => Answers.Json(context, """{"summary":{"total":0},"total":0,"data":[],"message":"because of this"}""", status);

        var failure = await FailAsync(options => options.Attempts = 1);

        (failure.StatusCode, failure.IsTransient, failure.PortkeyMessage).Should().Be(((HttpStatusCode)status, isTransient, "because of this"));
        failure.Message.Should().Contain(says).And.Contain("because of this");
    }

    [Fact]
    public async Task Status_412ThroughAHandlerForCalls_IsNoCostEither()
    {
        Portkey.Instead = context => Answers.Json(context, """{"message":"API Key budget"}""", 412);
        using var http = new HttpClient(new PortkeyHandler(new PortkeyHandlerOptions { BaseAddress = Portkey.Address }));

        var failure = (await FluentActions.Awaiting(() => Client(http: http).GetAsync(Noon, End, Cancelled).AsTask()).Should().ThrowAsync<PortkeyException>()).Which;

        (failure.StatusCode, failure.PortkeyMessage, failure.IsTransient).Should().Be((HttpStatusCode.PreconditionFailed, "API Key budget", false));
    }

    [Fact]
    public async Task Body_ThatCannotBeUnpacked_IsNoCost()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip });
        Portkey.Instead = context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return Answers.Json(context, """{"summary":{"total":0}}""");
        };

        (await FluentActions.Awaiting(() => Client(http: http).GetAsync(Noon, End, Cancelled).AsTask()).Should().ThrowAsync<PortkeyException>()).Which.IsTransient.Should().BeTrue();
    }

    [Fact]
    public async Task Key_ThatIsWrong_SaysSoAtOnce()
    {
        var failure = await FailAsync(options => options.ApiKey = "another");

        (failure.StatusCode, failure.PortkeyMessage).Should().Be((HttpStatusCode.Unauthorized, "Unauthorized"));
        Portkey.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData("""{"message":"m"}""", "m")]
    [InlineData("""{"error":{"message":"m"}}""", "m")]
    [InlineData("""{"error":"m"}""", "m")]
    [InlineData("""{"success":false,"data":{"message":"m","errorCode":"AB03"}}""", "m")]
    [InlineData("""{"message":"a\r\nb\u0007"}""", "a  b ")]
    [InlineData("""{"message":""}""", null)]
    [InlineData("""{"message":"\ud800"}""", null)]
    [InlineData("""["message"]""", null)]
    [InlineData("<html>", null)]
    [InlineData("", null)]
    public async Task Message_WhereverItIs_IsFound(string body, string? message)
    {
        Portkey.Instead = context => Answers.Json(context, body, 400);

        (await FailAsync()).PortkeyMessage.Should().Be(message);
    }

    [Fact]
    public async Task Message_ThatIsLong_IsShortened()
    {
        Portkey.Instead = context => Answers.Json(context, $$"""{"message":"{{new string('m', 20_000)}}"}""", 400);

        (await FailAsync()).PortkeyMessage.Should().Be(new string('m', 500) + "…");
    }
}
