using BudgetEnforcement.AI.Tests.Providers.Fake;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Providers.Clients;

// Requests that users make with the client's own types.
public abstract partial class ClientContract<TDoor>
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Call_WithInputInTheUsersOwnRequest_IsBoundedWithIt(bool isStream, bool omitsUsage)
    {
        Provider.Behaviour = new() { OmitsUsage = omitsUsage, WantedOutput = 10_000 };
        var options = new ChatOptions { Instructions = "be kind", MaxOutputTokens = 500, Tools = [OddTexts.Tool], RawRepresentationFactory = _ => Door.NewOwn(new(Text: string.Concat(OddTexts.All) + new string('x', 20_000), Cap: 500)) };

        await Try(() => AskAsync(Client(), isStream, "hello", options));

        Provider.Received.Single().GetRawText().Length.Should().BeGreaterThan(20_000, "the client sends what the user's factory made");
        Costs.Single().Reserved.Should().BeInRange(0.08m, 0.35m, "it is read, and bounded by what it says");
    }

    [Theory]
    [InlineData(false, 9_000)]
    [InlineData(true, 9_000)]
    [InlineData(false, 40)]
    public async Task Call_WithACapInTheUsersOwnRequest_IsBoundedByIt(bool isStream, int cap)
    {
        Provider.Behaviour = new() { OmitsUsage = true, WantedOutput = 20_000 };

        await Try(() => AskAsync(Client(), isStream, "hello", new ChatOptions { RawRepresentationFactory = _ => Door.NewOwn(new(Cap: cap)) }));

        Costs.Single().Reserved.Should().BeInRange(cap * 16m / 1_000_000m, (cap * 16m / 1_000_000m) + 0.01m);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Call_WithAnotherModelInTheUsersOwnRequest_IsBoundedAndPricedAsThatOne(bool isStream, bool omitsUsage)
    {
        Provider.Behaviour = new() { OmitsUsage = omitsUsage, WantedOutput = 2_000 };

        await Try(() => AskAsync(Client(), isStream, "hello", new ChatOptions { MaxOutputTokens = 1_000, RawRepresentationFactory = _ => Door.NewOwn(new(Model: FakeRates.LargeModel, Cap: 1_000)) }));

        Costs.Single().Reserved.Should().BeGreaterThan(1_000 * 5 * 16m / 1_000_000m);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_WithAnUnknownPartInTheUsersOwnRequest_IsBoundedByTheModelAndHoldsTheAllowance(bool isUnknown)
    {
        Budget = NewBudget(20m);
        Provider.Behaviour = new() { OmitsUsage = true, WantedOutput = 50_000 };

        await Try(() => AskAsync(Client(), false, "hello", new ChatOptions { RawRepresentationFactory = _ => isUnknown ? new object() : Door.NewOwn(new(HasOther: true)) }));

        // 400,000 tokens of input and 32,000 of output in the dearest tier.
        Costs.Single().Reserved.Should().Be((400_000 * 5m / 1_000_000m) + (32_000 * 16m / 1_000_000m) + 0.10m);
        Logger.Collector.GetSnapshot().Should().Contain(record => record.Id.Name == "AICallUnbounded");
    }

    [Fact]
    public async Task Call_WhoseOwnRequestSearchesTheWeb_HoldsTheAllowance()
    {
        await AskAsync(Client(), false, "hello", new ChatOptions { RawRepresentationFactory = _ => Door.NewOwn(new(IsSearching: true, Cap: 100)) });

        Costs.Single().Reserved.Should().BeGreaterThan(0.10m);
    }

    [Fact]
    public async Task Call_WithAFactoryThatMakesNothing_IsBoundedAsOneWithout()
    {
        await AskAsync(Client(), false, "hello");
        await AskAsync(Client(), false, "hello", new ChatOptions { RawRepresentationFactory = _ => null });

        Costs[1].Reserved.Should().BeInRange(Costs[0].Reserved, Costs[0].Reserved + 0.0002m);
    }

    [Fact]
    public async Task Call_WhoseFactoryMakesADifferentRequestEachTime_SendsTheOneThatWasBounded()
    {
        var times = 0;

        await AskAsync(Client(), false, "hello", new ChatOptions { RawRepresentationFactory = _ => Door.NewOwn(new(Cap: 10 * ++times)) });

        times.Should().Be(1);
    }
}
