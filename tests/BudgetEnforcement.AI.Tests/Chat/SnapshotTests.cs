using BudgetEnforcement.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Chat;

/// <summary>The caller changes a request while its call waits for room: the call sends the request that it has bounded.</summary>
public sealed class SnapshotTests : BilledTest
{
    private readonly List<ChatMessage> _messages = [new(ChatRole.User, "hello")];
    private readonly ChatOptions _options = new() { MaxOutputTokens = 1_000 };
    private Action _free = null!;

    public SnapshotTests()
    {
        Budget = NewBudget(0.5m, maxWaiters: 8);
        Model.WantedOutput = 10_000;
    }

    [Fact]
    public async Task GetResponse_WhoseOptionsChangeWhileItWaits_IsSentAsItWas()
    {
        var waiting = await BeginWaiting();
        _options.MaxOutputTokens = 16_000;
        _options.Instructions = new string('i', 100_000);
        await FreeAsync(waiting);

        (Model.Asked.Single()!.MaxOutputTokens, Model.Asked.Single()!.Instructions).Should().Be((1_000, null));
    }

    [Fact]
    public async Task GetResponse_WhoseListOfMessagesGrowsWhileItWaits_IsSentAsItWas()
    {
        var waiting = await BeginWaiting();
        _messages.Add(new(ChatRole.User, new string('x', 100_000)));
        await FreeAsync(waiting);

        Costs.Single().Amount.Should().Be(FakeModel.CostOf(9, 1_000));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetResponse_WhoseMessageGrowsWhileItWaits_IsBoundedAnew(bool isStream)
    {
        // The message itself is an object of the caller's, which cannot be copied.
        var waiting = await BeginWaiting(isStream);
        _messages[0].Contents.Add(new TextContent(new string('x', 100_000)));
        await FreeAsync(waiting);

        Costs.Single().Amount.Should().Be(FakeModel.CostOf(100_009, 1_000));
        Costs.Single().Reserved.Should().BeGreaterThanOrEqualTo(Costs.Single().Amount);
    }

    [Fact]
    public async Task GetResponse_WhoseMessageGrowsBeyondTheBudgetWhileItWaits_IsRefused()
    {
        Budget = NewBudget(0.02m, maxWaiters: 8);
        var waiting = await BeginWaiting();
        _messages[0].Contents.Add(new TextContent(new string('x', 100_000)));

        await FluentActions.Awaiting(() => FreeAsync(waiting)).Should().ThrowAsync<BudgetExceededException>();

        Model.Asked.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetResponse_WhoseBoundThrowsAfterTheWait_ReleasesWhatItWaitedFor(bool isStream)
    {
        var isChanged = false;
        var waiting = await BeginWaiting(isStream, options => options.InputBound = _ => isChanged ? throw new FormatException() : null);
        isChanged = true;

        await FluentActions.Awaiting(() => FreeAsync(waiting)).Should().ThrowAsync<FormatException>();

        Model.Asked.Should().BeEmpty();
        Budget.Reserved.Should().Be(0);
    }

    [Fact]
    public async Task Stream_WhoseOptionsChangeBeforeItIsRead_IsSentAsItWas()
    {
        var stream = Client().GetStreamingResponseAsync(_messages, _options, TestContext.Current.CancellationToken);
        _options.MaxOutputTokens = 16_000;

        await stream.ReadAll();

        Model.Asked.Single()!.MaxOutputTokens.Should().Be(1_000);
    }

    private async Task<Task> BeginWaiting(bool isStream = false, Action<AIBudgetOptions>? configure = null)
    {
        _free = Budget.Reserve(Budget.Limit - 0.005m).Release; // Leaves too little for the call, and enough to see that the call waits.
        var waiting = isStream
            ? (Task)Client(configure).GetStreamingResponseAsync(_messages, _options, TestContext.Current.CancellationToken).ReadAll()
            : Client(configure).Ask(_messages, _options);
        await Waiting.Until(() => Budget.CheckBudgetAvailable(0.001m).Reason == BudgetRefusalReason.WaitersAhead);
        return waiting;
    }

    private async Task FreeAsync(Task waiting)
    {
        _free();
        await waiting.Soon();
    }
}
