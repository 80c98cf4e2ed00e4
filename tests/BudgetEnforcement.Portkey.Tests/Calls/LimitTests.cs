using System.Net;
using System.Text;
using BudgetEnforcement.Portkey.Tests.Http;

namespace BudgetEnforcement.Portkey.Tests.Calls;

/// <summary>What happens to a 412.</summary>
public sealed class LimitTests : HandlerTest
{
    [Theory]
    [InlineData("Portkey Error: Portkey API Key Usage Limit Exceeded. Error Code: 04", PortkeyLimitOwner.ApiKey)]
    [InlineData("Portkey Error: Virtual Key Usage Limit Exceeded. Error Code: 04", PortkeyLimitOwner.VirtualKey)]
    [InlineData("The budget of the integration openai-prod is exhausted", PortkeyLimitOwner.VirtualKey)]
    [InlineData("Workspace Usage Limit Exceeded for this API Key", PortkeyLimitOwner.Workspace)]
    [InlineData("ORGANISATION usage limit exceeded", PortkeyLimitOwner.Organisation)]
    [InlineData("Usage limits policy exceeded", PortkeyLimitOwner.Policy)]
    [InlineData("Budget exhausted", PortkeyLimitOwner.Unknown)]
    public async Task Limit_WhoseverItIs_IsTold(string message, PortkeyLimitOwner owner)
    {
        Recorder.Answer = () => Refusal($$"""{"status":"failure","message":"{{message}}"}""");

        var limit = (await FluentActions.Awaiting(() => CallAsync("ann", headers: ("x-portkey-trace-id", "t-1"))).Should().ThrowAsync<PortkeyLimitException>()).Which;

        (limit.Owner, limit.PortkeyMessage, limit.TraceId).Should().Be((owner, message, "t-1"));
        limit.Message.Should().Contain(message).And.Contain("t-1");
        Logger.LatestRecord.Id.Id.Should().Be(123);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{\"message\":")]
    public async Task Limit_WithoutAMessage_IsOneAllTheSame(string body)
    {
        Recorder.Answer = () => Refusal(body);

        var limit = (await FluentActions.Awaiting(() => CallAsync("ann")).Should().ThrowAsync<PortkeyLimitException>()).Which;

        (limit.Owner, limit.PortkeyMessage).Should().Be((PortkeyLimitOwner.Unknown, null));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Limit_WithABodyThatBreaksOrNeverEnds_IsOneAllTheSame(bool breaks)
    {
        Recorder.Answer = () => new HttpResponseMessage(HttpStatusCode.PreconditionFailed) { Content = new StreamContent(new OddBody(breaks)) };
        using var client = Client();

        await FluentActions.Awaiting(() => CallAsync("ann", client)).Should().ThrowAsync<PortkeyLimitException>();
        FluentActions.Invoking(() => client.Send(new HttpRequestMessage(HttpMethod.Get, "models"), TestContext.Current.CancellationToken)).Should().Throw<PortkeyLimitException>();
    }

    [Fact]
    public void Limit_OfACallThatWaits_IsTold()
    {
        Recorder.Answer = () => Refusal("""{"error":{"message":"API Key budget"}}""");
        using var client = Client();

        var limit = FluentActions.Invoking(() => client.Send(new HttpRequestMessage(HttpMethod.Get, "models"), TestContext.Current.CancellationToken)).Should().Throw<PortkeyLimitException>().Which;

        (limit.Owner, limit.PortkeyMessage, limit.TraceId).Should().Be((PortkeyLimitOwner.ApiKey, "API Key budget", Recorder.Headers["x-portkey-trace-id"]));
    }

    [Fact]
    public async Task Limit_ThatQuotesTheKey_DoesNotTellIt()
    {
        Recorder.Answer = () => Refusal($$"""{"message":"The budget of API key {{Key}} is used up"}""");

        var limit = (await FluentActions.Awaiting(() => CallAsync("ann")).Should().ThrowAsync<PortkeyLimitException>()).Which;

        limit.ToString().Should().NotContain(Key);
        Logger.LatestRecord.Message.Should().NotContain(Key);
    }

    [Theory]
    [InlineData(HttpStatusCode.PaymentRequired)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData((HttpStatusCode)446)]
    public async Task OtherStatus_IsTheCallersBusiness(HttpStatusCode status)
    {
        Recorder.Answer = () => new HttpResponseMessage(status);

        using var response = await Client().GetAsync(new Uri("models", UriKind.Relative), TestContext.Current.CancellationToken);

        response.StatusCode.Should().Be(status);
    }

    [Fact]
    public void IsUnbilled_KnowsLimitsAndNothingElse()
    {
        var (limit, other) = (new PortkeyLimitException(), new HttpRequestException("no"));

        PortkeyLimitException.IsUnbilled(limit).Should().BeTrue();
        PortkeyLimitException.IsUnbilled(new InvalidOperationException("wrapped", limit)).Should().BeTrue();
        PortkeyLimitException.IsUnbilled(new AggregateException(limit, limit)).Should().BeTrue();
        PortkeyLimitException.IsUnbilled(new AggregateException(limit, other)).Should().BeNull("the other attempt may have been billed");
        PortkeyLimitException.IsUnbilled(new AggregateException()).Should().BeNull();
        PortkeyLimitException.IsUnbilled(other).Should().BeNull();
        FluentActions.Invoking(() => PortkeyLimitException.IsUnbilled(null!)).Should().Throw<ArgumentNullException>();
    }

    private static HttpResponseMessage Refusal(string body) =>
        new(HttpStatusCode.PreconditionFailed) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    /// <summary>A body that breaks off, or never ends.</summary>
    private sealed class OddBody(bool breaks) : OddStream
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            if (breaks)
                throw new IOException("It breaks off.");
            buffer.AsSpan(offset, count).Fill((byte)' ');
            return count;
        }
    }
}
