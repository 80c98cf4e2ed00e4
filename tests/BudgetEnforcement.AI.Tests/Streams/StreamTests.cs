using System.Runtime.CompilerServices;
using BudgetEnforcement.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Streams;

public sealed class StreamTests : BilledTest
{
    [Fact]
    public async Task Stream_ReadToItsEnd_RecordsExactlyWhatWasBilled()
    {
        var response = await Client().Stream("hello").ToChatResponseAsync(TestContext.Current.CancellationToken);

        response.Text.Should().HaveLength(100);
        Costs.Single().Source.Should().Be(AICostSource.Usage);
    }

    [Fact]
    public async Task Stream_ReadTwice_IsTwoCalls()
    {
        var stream = Client().Stream("hello");

        await stream.ReadAll();
        await stream.ReadAll();

        Costs.Should().HaveCount(2);
    }

    [Fact]
    public async Task Stream_ThatNobodyReads_IsNotMade()
    {
        _ = Client().Stream("hello");
        await using (Client().Stream("hello").GetAsyncEnumerator(TestContext.Current.CancellationToken))
        {
        }

        Model.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task Stream_LeftEarly_IsChargedAsUnreported()
    {
        Bills.Add(0, isReported: false); // The report is on its way, but does not arrive.
        await foreach (var _ in Client().Stream("hello"))
            break;

        Costs.Single().Source.Should().Be(AICostSource.Whole);
    }

    [Fact]
    public async Task Stream_LeftEarlyAndChargedAsDelivered_IsChargedWhatArrived()
    {
        Bills.Add(0, isReported: false);
        var parts = 0;
        await foreach (var _ in Client(options => options.Unreported = Unreported.Delivered).Stream("hello"))
        {
            if (++parts == Model.Parts)
                break;
        }

        Costs.Single().Source.Should().Be(AICostSource.Delivered);
    }

    [Fact]
    public async Task Stream_LeftAfterItsReport_IsChargedExactly()
    {
        await foreach (var update in Client().Stream("hello"))
        {
            if (update.Contents.OfType<UsageContent>().Any())
                break;
        }

        Costs.Single().Source.Should().Be(AICostSource.Usage);
    }

    [Fact]
    public async Task Stream_Cancelled_IsChargedAsUnreported()
    {
        using var source = new CancellationTokenSource();
        Model.BetweenParts = part => part == 2 ? source.CancelAsync() : Task.CompletedTask;

        var read = async () => await Client().GetStreamingResponseAsync("hello", cancellationToken: source.Token).ReadAll();

        await read.Should().ThrowAsync<OperationCanceledException>();
        Costs.Single().Source.Should().Be(AICostSource.Whole);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stream_CancelledByItsReader_IsCancelled(bool hasOtherToken)
    {
        using var other = new CancellationTokenSource();
        using var source = new CancellationTokenSource();
        Model.BetweenParts = part => part == 2 ? source.CancelAsync() : Task.CompletedTask;
        var stream = Client().GetStreamingResponseAsync("hello", cancellationToken: hasOtherToken ? other.Token : default);

        var read = async () =>
        {
            await foreach (var _ in stream.WithCancellation(source.Token))
            {
            }
        };

        await read.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Stream_ThatIsRefused_HasEndedThen()
    {
        Budget = NewBudget(0m);
        await using var reader = Client().Stream("hello").GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await FluentActions.Awaiting(() => reader.MoveNextAsync().AsTask()).Should().ThrowAsync<BudgetExceededException>();

        (await reader.MoveNextAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task Stream_Broken_IsChargedThoughTheStatusSaysUnbilled()
    {
        (Model.Failure, Model.BillsFailures) = (new HttpRequestException("no", null, System.Net.HttpStatusCode.TooManyRequests), true);

        var read = async () => await Client().Stream("hello").ReadAll();

        await read.Should().ThrowAsync<HttpRequestException>();
        Costs.Single().Source.Should().Be(AICostSource.Whole, "a part has arrived, so it was made");
    }

    [Fact]
    public async Task Stream_RefusedBeforeItsFirstPart_IsReleased()
    {
        (Model.Failure, Model.Parts) = (new HttpRequestException("no", null, System.Net.HttpStatusCode.TooManyRequests), 1);

        var read = async () => await Client().Stream("hello").ReadAll();

        await read.Should().ThrowAsync<HttpRequestException>();
        Costs.Should().BeEmpty();
    }

    [Fact]
    public async Task Stream_WithoutUsage_IsChargedAsUnreported()
    {
        Model.Reports = false;

        await Client().Stream("hello").ReadAll();

        Costs.Single().Source.Should().Be(AICostSource.Whole);
    }

    [Fact]
    public async Task Stream_Abandoned_IsChargedWhenItIsCollectedAndWarns()
    {
        Bills.Add(0, isReported: false);
        var client = Client();
        await Abandon(client);

        await Waiting.Until(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Costs.Count == 1 && Logger.Collector.GetSnapshot().Any(record => record.Id.Name == "AIStreamAbandoned");
        });

        Costs.Single().Source.Should().Be(AICostSource.Whole);
    }

    [Fact]
    public async Task Stream_ThatDoesNotFit_ThrowsFromItsReading()
    {
        Budget = NewBudget(0.0001m);
        var stream = Client().Stream("hello");

        var read = async () => await stream.ReadAll();

        await read.Should().ThrowAsync<BudgetExceededException>();
        Model.Asked.Should().BeEmpty();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task Abandon(IChatClient client)
    {
        var enumerator = client.Stream("hello").GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await enumerator.MoveNextAsync();
    }
}
