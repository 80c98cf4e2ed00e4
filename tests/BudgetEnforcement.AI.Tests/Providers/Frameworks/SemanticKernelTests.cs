using BudgetEnforcement.AI.Tests.Providers.Clients;
using BudgetEnforcement.AI.Tests.Providers.Fake;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace BudgetEnforcement.AI.Tests.Providers.Frameworks;

/// <summary>Semantic Kernel, with the client under a budget as its service.</summary>
public sealed class SemanticKernelTests : ProviderTest
{
    [Fact]
    public async Task Prompt_OfAKernel_IsRecordedExactly()
    {
        var answer = await NewKernel().InvokePromptAsync("hello", cancellationToken: TestContext.Current.CancellationToken);

        answer.ToString().Should().HaveLength(120);
        Costs.Single().Source.Should().Be(AICostSource.Usage);
    }

    [Fact]
    public async Task Stream_OfAKernel_IsRecordedExactly()
    {
        await foreach (var _ in NewKernel().InvokePromptStreamingAsync("hello", cancellationToken: TestContext.Current.CancellationToken))
        {
        }

        Costs.Single().Source.Should().Be(AICostSource.Usage);
    }

    [Fact]
    public async Task Functions_OfAKernel_HaveOneAdmissionForEachRoundTrip()
    {
        Provider.Behaviour = new() { ToolCalls = [("time_now", "{}"), ("time_now", "{}")] };
        var kernel = NewKernel();
        kernel.Plugins.AddFromFunctions("time", [KernelFunctionFactory.CreateFromMethod(() => "noon", "now")]);
        var settings = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

        await kernel.InvokePromptAsync("what time is it?", new KernelArguments(settings), cancellationToken: TestContext.Current.CancellationToken);

        Costs.Should().HaveCount(3).And.OnlyContain(cost => cost.Source == AICostSource.Usage);
    }

    [Fact]
    public async Task ChatCompletionService_OverTheClient_IsRecordedExactly()
    {
        var service = Client().AsChatCompletionService();

        await service.GetChatMessageContentAsync("hello", cancellationToken: TestContext.Current.CancellationToken);

        Costs.Should().ContainSingle();
    }

    [Fact]
    public async Task Prompt_ThatDoesNotFit_IsNotMade()
    {
        Budget = NewBudget(0.0001m);

        await NewKernel().Awaiting(kernel => kernel.InvokePromptAsync("hello")).Should().ThrowAsync<BudgetExceededException>();

        Provider.Requests.Should().Be(0);
    }

    private IChatClient Client()
    {
        var door = new ChatCompletionsDoor();
        return Under(door.NewClient(Provider.Address, FakeRates.Model, repeats: false, Http), door.EndpointAt(Provider.Address));
    }

    private Kernel NewKernel()
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton(new ChatClientBuilder(Client()).UseKernelFunctionInvocation().Build());
        return builder.Build();
    }
}
