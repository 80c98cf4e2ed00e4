using System.Collections;
using BudgetEnforcement.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Chat;

/// <summary>What a call is charged, by the usage that the provider reports.</summary>
public sealed class UsageTests : BilledTest
{
    [Fact]
    public async Task GetResponse_WithoutUsage_IsChargedAllThatWasHeld()
    {
        Model.Reports = false;

        await Client().Ask("hello");

        var cost = Costs.Should().ContainSingle().Which;
        (cost.Source, cost.Amount, cost.Usage).Should().Be((AICostSource.Whole, cost.Reserved, null));
        Logger.Collector.GetSnapshot().Should().Contain(record => record.Id.Name == "AIUsageUnreported");
    }

    [Fact]
    public async Task GetResponse_WithCountsThatCannotBe_IsChargedAllThatWasHeld()
    {
        Model.Change = response => response.Usage = new UsageDetails { InputTokenCount = -2, TotalTokenCount = long.MaxValue };
        Bills.Add(0, isReported: false);

        await Client().Ask("hello");

        var cost = Costs.Should().ContainSingle().Which;
        (cost.Source, cost.Amount).Should().Be((AICostSource.Whole, cost.Reserved));
        Logger.Collector.GetSnapshot().Should().ContainSingle(record => record.Id.Name == "AICostNotReckoned");
    }

    [Fact]
    public async Task GetResponse_WhoseUsageIsReadAsAListThatThrows_IsChargedWhatTheClientReports()
    {
        await Client(options => options.ReadUsage = _ => new AIUsage { InputTokens = 1, OutputTokens = 1, Beside = new BrokenList() }).Ask("hello");

        Costs.Single().Source.Should().Be(AICostSource.Usage);
        Logger.Collector.GetSnapshot().Should().ContainSingle(record => record.Id.Name == "AICallbackFailed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_AtWhoseEndTheClockFails_IsRecordedExactly(bool isStream)
    {
        var clock = new FailingClock();
        Budget = new BudgetEnforcer(new BudgetOptions { Limit = 1m }, Logger, clock);
        Model.Change = _ => clock.TellsTime = false;
        Model.BetweenParts = _ =>
        {
            clock.TellsTime = false;
            return Task.CompletedTask;
        };

        await (isStream ? (Task)Client().Stream("hello").ReadAll() : Client().Ask("hello"));

        Costs.Should().ContainSingle().Which.Should().Match<AICost>(cost => cost.Source == AICostSource.Usage && cost.Amount == FakeModel.CostOf(9, 100));
    }

    [Fact]
    public async Task GetResponse_WithoutUsageAndChargedAsDelivered_IsChargedWhatArrived()
    {
        Model.Reports = false;

        await Client(options => options.Unreported = Unreported.Delivered).Ask("hello");

        Costs.Single().Source.Should().Be(AICostSource.Delivered);
        Budget.Spent.Should().BeInRange(FakeModel.CostOf(9, 100), FakeModel.CostOf(9 + 600, 101));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(null)]
    public async Task GetResponse_ChargedAsDeliveredOfAModelThatMayReason_IsChargedAllThatWasHeld(bool? reasons)
    {
        Model.Reports = false;
        var price = new ModelPrice(new TokenRates { Input = FakeModel.InputRate, Output = FakeModel.OutputRate }) { Reasons = reasons };

        await Client(options => (options.Prices, options.Unreported) = (PriceBook.Embedded.With(FakeModel.Name, price), Unreported.Delivered)).Ask("hello");

        Costs.Single().Source.Should().Be(AICostSource.Whole);
    }

    [Fact]
    public async Task GetResponse_ThatIgnoresItsCap_IsRecordedInFull()
    {
        Model.IgnoresCap = true;
        Model.WantedOutput = 5_000;

        await Client().Ask("hello", new ChatOptions { MaxOutputTokens = 10 });

        Costs.Single().Amount.Should().BeGreaterThan(Costs.Single().Reserved);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetResponse_ThatIgnoresItsCapAndReportsNothing_IsChargedWhatArrived(bool isStream)
    {
        (Model.IgnoresCap, Model.Reports, Model.WantedOutput) = (true, false, 5_000);
        var options = new ChatOptions { MaxOutputTokens = 10 };

        if (isStream)
            await Client().Stream("hello", options).ReadAll();
        else
            await Client().Ask("hello", options);

        Costs.Single().Amount.Should().BeGreaterThan(Costs.Single().Reserved);
    }

    [Fact]
    public async Task GetResponse_OfUsualTextUpToItsCap_IsChargedNoMoreThanWasHeld()
    {
        Model.Reports = false;
        Model.Answer = (_, _) => new ChatMessage(ChatRole.Assistant, new string('x', 7 * 100));

        await Client().Ask("hello", new ChatOptions { MaxOutputTokens = 100 });

        Costs.Single().Amount.Should().Be(Costs.Single().Reserved);
    }

    [Fact]
    public async Task Stream_ThatHadReportedMoreThanWasHeldWhenItBroke_IsChargedThat()
    {
        (Model.Failure, Model.BillsFailures) = (new IOException(), true);
        Bills.Add(FakeModel.CostOf(0, 900), isReported: false);
        var client = Client(options => options.ReadUsage = _ => new AIUsage { InputTokens = 9, OutputTokens = 1000 });

        await client.Stream("hello", new ChatOptions { MaxOutputTokens = 10 }).Awaiting(stream => stream.ReadAll()).Should().ThrowAsync<IOException>();

        Costs.Single().Amount.Should().Be(FakeModel.CostOf(9, 1000));
    }

    [Fact]
    public async Task GetResponse_WhoseTotalIsMoreThanItsParts_CountsTheRestAsOutput()
    {
        Bills.Add(FakeModel.CostOf(0, 900), isReported: true);
        Model.Change = response => response.Usage!.TotalTokenCount += 900;

        await Client().Ask("hello");
    }

    [Fact]
    public async Task GetResponse_WhoseUsageIsChangedLater_HasToldTheCountsOfItsTime()
    {
        var response = await Client().Ask("hello");
        response.Usage!.InputTokenCount = 1_000_000;

        Costs.Single().Usage!.InputTokens.Should().Be(9);
    }

    [Fact]
    public async Task GetResponse_ReadByTheUser_IsChargedWhatHeReads()
    {
        Model.Reports = false;
        Model.Change = response => response.RawRepresentation = "9 in, 100 out";

        await Client(options => options.ReadUsage = raw => raw is "9 in, 100 out" ? new AIUsage { InputTokens = 9, OutputTokens = 100 } : null).Ask("hello");

        Budget.Spent.Should().Be(Bills.Total);
        Costs.Single().Source.Should().Be(AICostSource.Usage);
    }

    [Fact]
    public async Task GetResponse_WhoseListenersThrow_IsRecordedAndReturned()
    {
        var response = await Client(options =>
        {
            options.ReadUsage = _ => throw new InvalidOperationException("reading");
            options.OnCost = _ => throw new InvalidOperationException("telling");
        }).Ask("hello");

        response.Text.Should().HaveLength(100);
        Logger.Collector.GetSnapshot().Where(record => record.Id.Name == "AICallbackFailed").Should().HaveCount(2);
    }

    private sealed class BrokenList : IReadOnlyList<AIUsage>
    {
        public int Count => throw new NotSupportedException();

        public AIUsage this[int index] => throw new NotSupportedException();

        public IEnumerator<AIUsage> GetEnumerator() => throw new NotSupportedException();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
