using BudgetEnforcement.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Chat;

/// <summary>Which calls are made, and with which cap.</summary>
public sealed class AdmissionTests : BilledTest
{
    [Fact]
    public async Task GetResponse_ThatFits_RecordsExactlyWhatWasBilled()
    {
        var response = await Client().Ask("hello");

        response.Text.Should().HaveLength(100);
        Budget.Spent.Should().Be(FakeModel.CostOf(9, 100));
    }

    [Fact]
    public async Task GetResponse_WithoutACap_IsGivenOneInACopyOfTheOptions()
    {
        var options = new ChatOptions { Temperature = 0.5f };

        await Client().Ask("hello", options);
        await Client().Ask("hello");

        options.MaxOutputTokens.Should().BeNull();
        Model.Asked[0].Should().NotBeSameAs(options).And.BeEquivalentTo(options, it => it.Excluding(o => o.MaxOutputTokens));
        Model.Asked.Should().OnlyContain(asked => asked!.MaxOutputTokens == 8192);
    }

    [Theory]
    [InlineData(300, null, 300)]
    [InlineData(null, 1000, 1000)]
    [InlineData(null, 100_000, 16_000)]
    [InlineData(50_000, null, 50_000)]
    public async Task GetResponse_OfEachCap_AsksForIt(int? asked, int? byDefault, int expected)
    {
        await Client(options => options.DefaultMaxOutputTokens = byDefault).Ask("hello", new ChatOptions { MaxOutputTokens = asked });

        Model.Asked.Single()!.MaxOutputTokens.Should().Be(expected);
    }

    [Theory]
    [InlineData(true, null, 16_000)]
    [InlineData(null, ReasoningEffort.High, 16_000)]
    [InlineData(null, ReasoningEffort.None, 8_192)]
    [InlineData(null, null, 8_192)]
    public async Task GetResponse_OfAModelThatReasons_HasALargerCap(bool? reasons, ReasoningEffort? effort, int expected)
    {
        var price = new ModelPrice(new TokenRates { Input = 1m, Output = 10m }) { OutputLimit = 16_000, Reasons = reasons };

        await Client(options => options.Prices = PriceBook.Embedded.With(FakeModel.Name, price))
            .Ask("hello", new ChatOptions { Reasoning = effort is null ? null : new() { Effort = effort } });

        Model.Asked.Single()!.MaxOutputTokens.Should().Be(expected);
    }

    [Fact]
    public async Task GetResponse_ThatDoesNotFitWhole_IsCappedAtWhatFits()
    {
        Budget = NewBudget(0.02m);
        Model.WantedOutput = 100_000;

        await Client().Ask("hello");

        Model.Asked.Single()!.MaxOutputTokens.Should().BeInRange(1_900, 1_999);
        Logger.Collector.GetSnapshot().Should().Contain(record => record.Id.Name == "AICallShrunk").And.NotContain(record => record.Id.Name == "Refused");
        Budget.IsBudgetExceeded.Should().BeFalse();
    }

    [Theory]
    [InlineData(256, 0.0032, true)]
    [InlineData(256, 0.0030, false)]
    [InlineData(200, 0.0030, true)]
    [InlineData(2000, 0.0150, false)]
    public async Task GetResponse_BelowTheLeastThatIsWorthACall_IsRefused(int least, double limit, bool isMade)
    {
        Budget = NewBudget((decimal)limit);
        var asked = Client(options => options.LeastOutputTokens = least).Awaiting(client => client.Ask(string.Empty));

        if (isMade)
            await asked.Should().NotThrowAsync();
        else
            await asked.Should().ThrowAsync<BudgetExceededException>();

        Model.Asked.Should().HaveCount(isMade ? 1 : 0);
    }

    [Fact]
    public async Task GetResponse_WithASmallCapOfItsOwn_IsMadeWhereThatFits()
    {
        Budget = NewBudget(0.002m);

        await Client().Ask("hello", new ChatOptions { MaxOutputTokens = 20 });

        Model.Asked.Single()!.MaxOutputTokens.Should().Be(20);
    }

    [Fact]
    public async Task GetResponse_OfAModelThatReasons_IsNotCappedBelowWhatThinkingNeeds()
    {
        Budget = NewBudget(0.02m);
        var price = new ModelPrice(new TokenRates { Input = 1m, Output = 10m }) { Reasons = true };
        var client = Client(options => options.Prices = PriceBook.Embedded.With(FakeModel.Name, price));

        await client.Awaiting(it => it.Ask("hello")).Should().ThrowAsync<BudgetExceededException>();

        Model.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task GetResponse_WhenFullThrow_IsRefusedWithoutACall()
    {
        Budget = NewBudget(0.02m);

        var refused = await Client(options => options.WhenFull = WhenFull.Throw).Awaiting(client => client.Ask("hello"))
            .Should().ThrowAsync<BudgetExceededException>();

        refused.Which.Check.RequiredAmount.Should().BeGreaterThan(0.0819m);
        Model.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task GetResponse_WhenFullFinish_IsAnEmptyAnswerThatSaysWhy()
    {
        Budget = NewBudget(0.02m);
        var client = Client(options => options.WhenFull = WhenFull.Finish);

        var response = await client.Ask("hello");
        var updates = await client.Stream("hello").ReadAll();

        (response.Text, response.FinishReason).Should().Be((string.Empty, BudgetChatClient.FinishedByBudget));
        updates.Should().ContainSingle().Which.FinishReason.Should().Be(new ChatFinishReason("budget"));
        Model.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task GetResponse_WithARequestOfItsOwnThatCannotBeRead_IsBoundedByTheModel()
    {
        Budget = NewBudget(0.1m);
        var options = new ChatOptions { MaxOutputTokens = 10, RawRepresentationFactory = _ => new object() };

        await Client().Awaiting(client => client.Ask("hello", options)).Should().ThrowAsync<BudgetExceededException>("200,000 tokens are 0.20, and 16,000 are 0.16");

        Budget.UpdateLimit(0.5m);
        await Client().Ask("hello", options);
        Model.Asked.Should().ContainSingle();
    }

    [Fact]
    public async Task GetResponse_WithToolsOfTheProvider_HoldsTheAllowanceAndWarnsOnce()
    {
        var options = new ChatOptions { Tools = [new HostedWebSearchTool()] };
        var client = Client(it => it.ToolAllowance = 0.3m);

        await client.Ask("hello", options);
        await client.Ask("hello", options);

        Costs.Should().HaveCount(2).And.OnlyContain(cost => cost.Reserved > 0.3m + 0.0819m);
        Logger.Collector.GetSnapshot().Should().ContainSingle(record => record.Id.Name == "AICallUnbounded");
    }

    [Fact]
    public async Task GetResponse_WithAnAllowanceOfNegativeZero_HoldsNoAllowance()
    {
        var options = new ChatOptions { AdditionalProperties = new() { ["n"] = 3 } };
        await Client(it => it.ToolAllowance = 0m).Ask("hello", options);
        await Client(it => it.ToolAllowance = decimal.Negate(0m)).Ask("hello", options);

        Costs[1].Reserved.Should().Be(Costs[0].Reserved);
    }

    [Theory]
    [InlineData("n", true)]
    [InlineData("CandidateCount", true)]
    [InlineData("name", false)]
    public async Task GetResponse_ThatAsksForSeveralAnswers_HoldsTheAllowance(string property, bool hasAllowance)
    {
        await Client().Ask("hello");
        await Client().Ask("hello", new ChatOptions { AdditionalProperties = new() { [property] = 3 } });

        (Costs[1].Reserved > Costs[0].Reserved + 0.09m).Should().Be(hasAllowance);
    }

    [Fact]
    public async Task GetResponse_WithMoreThanTheModelTakes_IsBoundedByItsLargestInput()
    {
        Budget = NewBudget(10m);
        await Client().Ask([new ChatMessage(ChatRole.User, [new DataContent(new byte[10], "application/pdf")])]);
        await Client().Ask(new string('x', 300_000));

        Costs.Should().HaveCount(2).And.OnlyContain(cost => cost.Reserved == FakeModel.CostOf(200_000, 8192));
        Bills.Add(0, isReported: false);
    }

    [Fact]
    public async Task GetResponse_WithBillableAttempts_HoldsTheBoundOfEach()
    {
        await Client().Ask("hello");
        await Client(options => options.BillableAttempts = 4).Ask("hello");

        Costs[1].Reserved.Should().Be(4 * Costs[0].Reserved);
    }

    [Fact]
    public async Task GetResponse_OfABudgetThatLetsCallsWait_WaitsForItsWholeBound()
    {
        Budget = NewBudget(0.1m, maxWaiters: 1);
        Budget.TryReserve(0.05m, out var other).Should().BeTrue();

        var waiting = Client().Ask("hello");
        await Waiting.Until(() => Budget.CheckBudgetAvailable(0.001m).Reason == BudgetRefusalReason.WaitersAhead);
        other!.Release();
        await waiting.Soon();

        Model.Asked.Single()!.MaxOutputTokens.Should().Be(8192);
    }

    [Fact]
    public async Task GetResponse_ThatLosesItsHopeWhileItWaits_IsCappedInstead()
    {
        Budget = NewBudget(0.2m, maxWaiters: 1);
        Budget.TryReserve(0.10m, out var other).Should().BeTrue();
        var release = new TaskCompletionSource();
        Model.WantedOutput = 8192;
        var client = Client();
        Model.BetweenParts = _ => release.Task;
        var first = client.Stream("hello").ReadAll();
        await Waiting.Until(() => Model.Asked.Count == 1);

        var waiting = client.Ask("hello");
        await Waiting.Until(() => Budget.CheckBudgetAvailable(0.001m).Reason == BudgetRefusalReason.WaitersAhead);
        Budget.AddCost(0.05m);
        Bills.Add(0.05m, isReported: true);
        release.SetResult();
        await first.Soon();
        other!.Release();
        await waiting.Soon();

        Model.Asked[1]!.MaxOutputTokens.Should().BeLessThan(8192);
    }

    [Fact]
    public async Task GetResponse_ThatLosesItsHopeByACostOfOthers_IsCappedToo()
    {
        Budget = NewBudget(0.2m, maxWaiters: 1);
        Budget.TryReserve(0.15m, out var other).Should().BeTrue();
        Model.WantedOutput = 8192;
        var waiting = Client().Ask("hello");
        await Waiting.Until(() => Budget.CheckBudgetAvailable(0.001m).Reason == BudgetRefusalReason.WaitersAhead);

        // No call of this client ends, so the waiting call finds the change only by a look now and then.
        other!.Commit(0.15m);
        Bills.Add(0.15m, isReported: true);

        await waiting.Soon();
        Model.Asked.Single()!.MaxOutputTokens.Should().BeLessThan(8192);
    }

    [Fact]
    public async Task GetResponse_FromManyThreads_NeverPassesTheLimit()
    {
        Budget = NewBudget(0.1m);
        Model.WantedOutput = 500;
        var client = Client();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                try
                {
                    await client.Ask("hello");
                }
                catch (BudgetExceededException)
                {
                    return;
                }
            }
        })));

        Budget.Spent.Should().BeInRange(0.09m, 0.1m);
    }
}
