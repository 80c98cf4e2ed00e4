using BudgetEnforcement.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Chat;

/// <summary>Conversations that the provider keeps under one id, turn after turn.</summary>
public sealed class KeptConversationTests : BilledTest
{
    private static readonly decimal Largest = FakeModel.CostOf(200_000, 8_192);
    private readonly ChatOptions _options = new() { ConversationId = "c" };
    private readonly IChatClient _client;

    public KeptConversationTests()
    {
        Budget = NewBudget(10m);
        Model.Change = response => response.ConversationId = "c";
        _client = Client();
    }

    protected override void Dispose(bool isDisposing)
    {
        _client.Dispose();
        base.Dispose(isDisposing);
    }

    [Fact]
    public async Task Turn_AfterOneThatWasReported_HoldsWhatWasReportedAndWhatIsAdded()
    {
        await _client.Ask("hello");
        await _client.Ask("more", _options);

        Costs[1].Reserved.Should().BeLessThan(Largest / 2);
    }

    [Fact]
    public async Task Turn_AfterOneWithoutUsage_HoldsTheLargestInput()
    {
        await _client.Ask("hello");
        Model.Reports = false;
        await _client.Ask(new string('x', 50_000), _options);
        await _client.Ask("more", _options);

        Costs[2].Reserved.Should().Be(Largest, "the turn before has added to the conversation, and how much is not known");
    }

    [Fact]
    public async Task Turn_AfterOneThatMayHaveBeenMade_HoldsTheLargestInput()
    {
        await _client.Ask("hello");
        (Model.Failure, Model.BillsFailures) = (new TimeoutException(), true);
        await _client.Awaiting(client => client.Ask("more", _options)).Should().ThrowAsync<TimeoutException>();
        Model.Failure = null;
        await _client.Ask("more", _options);

        Costs[2].Reserved.Should().Be(Largest);
    }

    [Fact]
    public async Task Turn_AfterOneThatWasSurelyNotMade_HoldsWhatWasReported()
    {
        await _client.Ask("hello");
        Model.Failure = new HttpRequestException("no", null, System.Net.HttpStatusCode.TooManyRequests);
        await _client.Awaiting(client => client.Ask("more", _options)).Should().ThrowAsync<HttpRequestException>();
        Model.Failure = null;
        await _client.Ask("more", _options);

        Costs[1].Reserved.Should().BeLessThan(Largest / 2);
    }

    [Fact]
    public async Task Turn_AfterAStreamThatWasLeft_HoldsTheLargestInput()
    {
        await _client.Ask("hello");
        await foreach (var _ in _client.Stream("more", _options))
            break;
        Bills.Add(0, isReported: false);
        await _client.Ask("more", _options);

        Costs[2].Reserved.Should().Be(Largest);
    }
}
