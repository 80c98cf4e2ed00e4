using System.Net;
using BudgetEnforcement.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Failures;

public sealed class FailureTests : BilledTest
{
    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task GetResponse_ThatIsSureNotToBeBilled_IsReleased(HttpStatusCode status)
    {
        Model.Failure = new HttpRequestException("no", null, status);

        await Client().Awaiting(client => client.Ask("hello")).Should().ThrowAsync<HttpRequestException>();

        Budget.Spent.Should().Be(0);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    public async Task GetResponse_ThatMayBeBilled_IsCharged(HttpStatusCode status)
    {
        (Model.Failure, Model.BillsFailures) = (new HttpRequestException("no", null, status), true);

        await Client().Awaiting(client => client.Ask("hello")).Should().ThrowAsync<HttpRequestException>();

        Costs.Single().Source.Should().Be(AICostSource.Whole);
    }

    [Fact]
    public async Task GetResponse_ThatFailsWithSeveralBillableAttempts_IsChargedAll()
    {
        (Model.Failure, Model.BillsFailures) = (new TimeoutException(), true);
        Bills.Add(3 * FakeModel.CostOf(9, 100), isReported: false);

        await Client(options => options.BillableAttempts = 4).Awaiting(client => client.Ask("hello")).Should().ThrowAsync<TimeoutException>();

        Budget.Spent.Should().Be(Costs.Single().Reserved);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(null)]
    public async Task GetResponse_WhoseLastOfSeveralAttemptsIsNotBilled_IsChargedTheOthers(HttpStatusCode? status)
    {
        Model.Failure = status is null ? new HttpRequestException(HttpRequestError.ConnectionError) : new HttpRequestException("no", null, status);
        Bills.Add(3 * FakeModel.CostOf(9, 8192), isReported: false);

        await Client(options => options.BillableAttempts = 4).Awaiting(client => client.Ask("hello")).Should().ThrowAsync<HttpRequestException>();

        Costs.Single().Source.Should().Be(AICostSource.Whole);
        Costs.Single().Amount.Should().Be(Costs.Single().Reserved * 3 / 4);
    }

    [Fact]
    public async Task Stream_WhoseLastOfSeveralAttemptsIsNotBilled_IsChargedTheOthers()
    {
        Model.Failure = new HttpRequestException("no", null, HttpStatusCode.TooManyRequests);
        Model.Parts = 1;
        Bills.Add(FakeModel.CostOf(9, 8192), isReported: false);

        await Client(options => options.BillableAttempts = 2).Stream("hello").Awaiting(stream => stream.ReadAll()).Should().ThrowAsync<HttpRequestException>();

        Costs.Single().Amount.Should().Be(Costs.Single().Reserved / 2);
    }

    [Fact]
    public async Task GetResponse_OfAFailureThatTellsOfEveryAttempt_IsReleasedWhereNoneIsBilled()
    {
        var attempt = new HttpRequestException("no", null, HttpStatusCode.TooManyRequests);
        Model.Failure = new AggregateException(attempt, attempt, attempt);

        await Client(options => options.BillableAttempts = 3).Awaiting(client => client.Ask("hello")).Should().ThrowAsync<AggregateException>();

        Costs.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    [InlineData(null, 1)]
    public async Task GetResponse_OfAFailureThatTheUserKnows_IsChargedAsHeSays(bool? isUnbilled, int charges)
    {
        Model.Failure = new TimeoutException();

        await Client(options => options.IsUnbilled = _ => isUnbilled).Awaiting(client => client.Ask("hello")).Should().ThrowAsync<TimeoutException>();

        Costs.Should().HaveCount(charges);
        if (charges > 0)
            Bills.Add(0, isReported: false);
    }

    [Fact]
    public async Task GetResponse_OfAFailureThatTheUserCannotTell_IsCharged()
    {
        (Model.Failure, Model.BillsFailures) = (new HttpRequestException("no", null, HttpStatusCode.BadRequest), true);

        await Client(options => options.IsUnbilled = _ => throw new InvalidOperationException()).Awaiting(client => client.Ask("hello"))
            .Should().ThrowAsync<HttpRequestException>();

        Costs.Should().ContainSingle();
    }

    public static TheoryData<Exception, bool> Failures => new()
    {
        { new HttpRequestException(HttpRequestError.ConnectionError), true },
        { new HttpRequestException(HttpRequestError.NameResolutionError), true },
        { new HttpRequestException(HttpRequestError.ResponseEnded), false },
        { new HttpRequestException("no", null, HttpStatusCode.OK), false },
        { new AggregateException(new HttpRequestException("no", null, HttpStatusCode.TooManyRequests), new HttpRequestException("no", null, HttpStatusCode.TooManyRequests)), true },
        { new AggregateException(new HttpRequestException("no", null, HttpStatusCode.BadGateway), new HttpRequestException("no", null, HttpStatusCode.TooManyRequests)), false },
        { new AggregateException(), false },
        { new WithStatus(429), true },
        { new WithStatus(500), false },
        { new WithNamedStatus(429), true },
        { new WithNamedStatus(500), false },
        { new WithBothStatuses("RESOURCE_EXHAUSTED", 429), true },
        { new WithBothStatuses("INTERNAL", 500), false },
        { new WithStatusCode(HttpStatusCode.NotFound), true },
        { new WithStatusCode(HttpStatusCode.Conflict), false },
        { new InvalidOperationException("HTTP 401 (invalid_request_error: invalid_api_key)"), true },
        { new InvalidOperationException("HTTP 503 (overloaded)"), false },
        { new InvalidOperationException("Status Code: BadRequest\n{}"), true },
        { new InvalidOperationException("Status Code: 529"), false },
        { new InvalidOperationException("HTTP"), false },
        { new OperationCanceledException(), false },
        { new InvalidOperationException("why", new HttpRequestException("no", null, HttpStatusCode.BadRequest)), true },
        { new InvalidOperationException("why", new HttpRequestException("no", null, HttpStatusCode.BadGateway)), false },
        { new WithStatus(0), false },
        { new InvalidOperationException("why", new IOException()), false },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void IsSure_OfEachFailure_IsTrueOnlyWhereNobodyBills(Exception failure, bool expected) => Unbilled.IsSure(failure).Should().Be(expected);

    [Theory]
    [InlineData("its status", false)]
    [InlineData("its status", true)]
    [InlineData("its message", false)]
    [InlineData("its message", true)]
    [InlineData("one of several", false)]
    public async Task Call_OfAFailureThatCannotBeAsked_IsChargedAndTheFailureReachesTheCaller(string what, bool isStream)
    {
        (Model.Failure, Model.BillsFailures, Model.Parts) = (ThatCannotBeAsked(what), true, 1);
        Exception? caught = null;

        try
        {
            await (isStream ? (Task)Client().Stream("hello").ReadAll() : Client().Ask("hello"));
        }
        catch (Exception failure)
        {
            caught = failure;
        }

        ReferenceEquals(caught, Model.Failure).Should().BeTrue();
        Costs.Single().Source.Should().Be(AICostSource.Whole);
    }

    private static Exception ThatCannotBeAsked(string what) => what switch
    {
        "its status" => new WithBrokenStatus(),
        "its message" => new WithBrokenMessage(),
        _ => new AggregateException("several", new WithStatus(429), new WithBrokenStatus()),
    };

    private class WithStatus(int status) : Exception
    {
        public int Status => status;
    }

    private sealed class WithNamedStatus(int status) : WithStatus(status)
    {
        public new string Status { get; } = "gone";
    }

    private sealed class WithBothStatuses(string status, int statusCode) : Exception
    {
        public string Status => status;

        public int StatusCode => statusCode;
    }

#pragma warning disable CA1065 // So do foreign exceptions.
    private sealed class WithBrokenStatus : Exception
    {
        private readonly Exception _why = new NotSupportedException();

        public int Status => throw _why;
    }

    private sealed class WithBrokenMessage : Exception
    {
        public override string Message => throw new NotSupportedException();
    }
#pragma warning restore CA1065

    private sealed class WithStatusCode(HttpStatusCode status) : Exception
    {
        public HttpStatusCode StatusCode => status;
    }
}
