using BudgetEnforcement.AI.Tests.Providers.Clients;
using BudgetEnforcement.AI.Tests.Providers.Fake;
using BudgetEnforcement.AI.Tests.Support;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Providers.Frameworks;

/// <summary>Agents of Microsoft's Agent Framework.</summary>
public sealed class AgentFrameworkTests : ProviderTest
{
    public static TheoryData<string, bool> Doors => new()
    {
        { nameof(ChatCompletionsDoor), false }, { nameof(ChatCompletionsDoor), true },
        { nameof(ResponsesDoor), false }, { nameof(ResponsesDoor), true },
        { nameof(MessagesDoor), false }, { nameof(MessagesDoor), true },
    };

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Agent_WithTools_HasOneAdmissionForEachRoundTrip(string door, bool isStream)
    {
        Provider.Behaviour = new() { ToolCalls = [("look_up", """{"what":"a"}"""), ("look_up", """{"what":"b"}""")] };
        var agent = new ChatClientAgent(Client(door), "be kind", tools: [OddTexts.Tool]);
        var session = await agent.CreateSessionAsync(TestContext.Current.CancellationToken);

        await RunAsync(agent, "hello", session, isStream);
        await RunAsync(agent, "and now?", session, isStream);

        Provider.Requests.Should().Be(4);
        Costs.Should().HaveCount(4).And.OnlyContain(cost => cost.Source == AICostSource.Usage);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Agent_InAScope_ChargesThatBudgetAlso(string door, bool isStream)
    {
        var run = AlsoCharged(Budget.CreateChild(new BudgetOptions { Limit = 0.5m }));
        var agent = new ChatClientAgent(Client(door));

        using (BudgetScope.Begin(run, "step"))
            await RunAsync(agent, "hello", null, isStream);

        Costs.Should().ContainSingle().Which.Label.Should().Be("step");
    }

    [Fact]
    public async Task Agent_WhoseToolIsRefused_IsStoppedAtItsNextCall()
    {
        // 850 tokens of output leave too little for the call inside the tool and for the next call of the agent. The framework hands the
        // refusal to the model as the result of the tool.
        Budget = NewBudget(0.012m);
        Provider.Behaviour = new() { ToolCalls = [("ask_another", $$"""{"about":"{{new string('x', 900)}}"}""")] };
        var isRefused = false;
        var client = Client(nameof(ChatCompletionsDoor));
        var tool = AIFunctionFactory.Create(
            async (string about) =>
            {
                isRefused = true;
                return (await client.Ask(about + new string('y', 8_000))).Text;
            },
            "ask_another");

        var run = new ChatClientAgent(client, tools: [tool]).Awaiting(agent => agent.RunAsync("go"));

        await run.Should().ThrowAsync<BudgetExceededException>();
        (isRefused, Provider.Requests).Should().Be((true, 1));
    }

    [Fact]
    public async Task Agent_FinishedByItsBudget_KeepsItsWork()
    {
        Budget = NewBudget(0.05m);
        Provider.Behaviour = new() { ToolCalls = [.. Enumerable.Repeat(("look_up", $$"""{"what":"{{new string('x', 500)}}"}"""), 100)] };
        var agent = new ChatClientAgent(Client(nameof(ChatCompletionsDoor), options => (options.WhenFull, options.DefaultMaxOutputTokens) = (WhenFull.Finish, 1_000)), tools: [OddTexts.Tool]);

        var response = await agent.RunAsync("go", cancellationToken: TestContext.Current.CancellationToken);

        response.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Should().HaveCountGreaterThan(1);
        Budget.IsBudgetExceeded.Should().BeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(64)]
    public async Task Agents_SixtyFourOnADollar_SpendNearlyAllOfItAndNoMore(int maxWaiters)
    {
        var budget = Budget = NewBudget(1m, maxWaiters);
        Provider.Behaviour = new() { WantedOutput = 1_500, ToolCalls = [.. Enumerable.Repeat(("look_up", """{"what":"a"}"""), 20)] };
        var client = Client(nameof(ChatCompletionsDoor), options => options.DefaultMaxOutputTokens = 2_000);
        await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(async () =>
        {
            var agent = new ChatClientAgent(client, "be kind", tools: [OddTexts.Tool]);
            for (var turn = 0; ; turn++)
            {
                try
                {
                    await agent.RunAsync($"{i}, {turn}", cancellationToken: TestContext.Current.CancellationToken);
                }
                catch (BudgetExceededException)
                {
                    return;
                }
            }
        })));

        budget.Spent.Should().BeInRange(0.90m, 1m);
    }

    private IChatClient Client(string name, Action<AIBudgetOptions>? configure = null)
    {
        Door door = name switch
        {
            nameof(ChatCompletionsDoor) => new ChatCompletionsDoor(),
            nameof(ResponsesDoor) => new ResponsesDoor(),
            _ => new MessagesDoor(),
        };
        return Under(door.NewClient(Provider.Address, FakeRates.Model, repeats: false, Http), door.EndpointAt(Provider.Address), configure);
    }

    private static async Task RunAsync(AIAgent agent, string text, AgentSession? session, bool isStream)
    {
        if (!isStream)
        {
            await agent.RunAsync(text, session, cancellationToken: TestContext.Current.CancellationToken);
            return;
        }

        await foreach (var _ in agent.RunStreamingAsync(text, session, cancellationToken: TestContext.Current.CancellationToken))
        {
        }
    }
}
