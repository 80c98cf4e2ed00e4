using BudgetEnforcement.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Chat;

public sealed class WhichBudgetTests : BilledTest
{
    [Fact]
    public async Task GetResponse_InAScope_ChargesItsBudgetAndTellsItsLabel()
    {
        using (BudgetScope.Begin(Budget, "summarise"))
            await ClientOf(null).Ask("hello");

        Costs.Should().ContainSingle().Which.Label.Should().Be("summarise");
    }

    [Fact]
    public async Task GetResponse_InNoScopeAndWithoutABudget_IsNotMade()
    {
        await ClientOf(null).Awaiting(client => client.Ask("hello")).Should().ThrowAsync<InvalidOperationException>();

        Model.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task GetResponse_InAScopeOfAnotherTree_ChargesBoth()
    {
        using (BudgetScope.Begin(AlsoCharged(NewBudget(5m))))
            await Client().Ask("hello");
    }

    [Fact]
    public async Task GetResponse_InAScopeBeneath_ChargesTheLower()
    {
        var run = AlsoCharged(Budget.CreateChild(new BudgetOptions { Limit = 0.5m }));

        using (BudgetScope.Begin(run))
            await Client().Ask("hello");
    }

    [Fact]
    public async Task GetResponse_RefusedByTheAmbientOne_HoldsNothingOnTheOther()
    {
        using (BudgetScope.Begin(NewBudget(0m)))
            await Client().Awaiting(client => client.Ask("hello")).Should().ThrowAsync<BudgetExceededException>();

        Model.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task GetStreamingResponse_ReadOutsideOfTheScopeItWasCalledIn_ChargesThatScope()
    {
        IAsyncEnumerable<ChatResponseUpdate> stream;
        using (BudgetScope.Begin(Budget, "called"))
            stream = ClientOf(null).Stream("hello");

        using (BudgetScope.Begin(NewBudget(5m), "read"))
            await stream.ReadAll();

        Costs.Should().ContainSingle().Which.Label.Should().Be("called");
    }

    [Fact]
    public async Task GetResponse_WithASelector_ChargesWhatItFinds()
    {
        var other = NewBudget(1m);
        var client = new ChatClientBuilder(Model)
            .UseBudget(
                (messages, options) => options?.EndUserOf() == "ann" ? Budget : messages.Any() ? other : null,
                options => options.Prices = options.Prices.With(FakeModel.Name, FakeModel.Price))
            .Build();

        await client.Ask("hello", new ChatOptions { AdditionalProperties = new() { ["user"] = "ann" } });

        other.Spent.Should().Be(0);
    }

    [Fact]
    public void Build_OutsideOfFunctionInvocation_SaysWhatIsWrong()
    {
        var build = () => new ChatClientBuilder(Model).UseBudget(Budget).UseFunctionInvocation().Build();

        build.Should().Throw<InvalidOperationException>().WithMessage("*UseBudget must come after UseFunctionInvocation*");
    }

    [Fact]
    public void Build_Twice_SaysWhatIsWrong()
    {
        var build = () => new ChatClientBuilder(Client()).UseBudget(Budget).Build();

        build.Should().Throw<InvalidOperationException>().WithMessage("*charged twice*");
    }

    [Fact]
    public async Task GetResponse_UnderOneBudgetInsideATool_AfterARefusalTheRunStops()
    {
        // The framework hands the refusal to the model as the result of the tool; the next call of the run is refused then.
        Budget = NewBudget(0.011m);
        Model.WantedOutput = 850;
        var isRefused = false;
        var inner = Client();
        var tool = AIFunctionFactory.Create(
            async () =>
            {
                isRefused = true;
                return (await inner.Ask(new string('x', 20_000))).Text;
            },
            "summarise");
        Model.Answer = (_, _) => new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("1", "summarise")]);
        var agent = new ChatClientBuilder(Client()).UseFunctionInvocation().Build();

        var run = agent.Awaiting(it => it.Ask("go", new ChatOptions { Tools = [tool] }));

        await run.Should().ThrowAsync<BudgetExceededException>();
        isRefused.Should().BeTrue();
        Model.Asked.Should().ContainSingle("neither the call in the tool nor the next one was made");
    }
}

internal static class OptionsOfTests
{
    internal static string? EndUserOf(this ChatOptions options) => options.AdditionalProperties?["user"] as string;
}
