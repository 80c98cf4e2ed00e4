using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace BudgetEnforcement.AI.Tests.Readme;

/// <summary>The code of the package's page.</summary>
internal static class Snippets
{
#pragma warning disable xUnit1051 // A page shows what a user writes.
    internal static async Task<(BudgetEnforcer, ChatResponse)> First(IChatClient inner)
    {
        #region first
        var budget = new BudgetEnforcer(5.00m);

        IChatClient client = new ChatClientBuilder(inner)
            .UseFunctionInvocation()
            .UseBudget(budget) // last, so next to the provider: every round trip of a tool loop is one admission
            .Build();

        var answer = await client.GetResponseAsync("Summarise the minutes.");
        #endregion
        return (budget, answer);
    }

    internal static async Task AgentFramework(IChatClient inner, BudgetEnforcer budget, BudgetEnforcer runBudget, IList<AITool> tools)
    {
        #region Agent Framework
        var agent = new ChatClientAgent(new ChatClientBuilder(inner).UseBudget(budget).Build(), "You are brief.", tools: tools);

        using (BudgetScope.Begin(runBudget, label: "summarise"))
            await agent.RunAsync("Summarise the minutes.");
        #endregion
    }

    internal static Kernel SemanticKernel(IChatClient inner, BudgetEnforcer budget)
    {
        #region Semantic Kernel
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton(new ChatClientBuilder(inner).UseKernelFunctionInvocation().UseBudget(budget).Build());
        var kernel = builder.Build();
        #endregion
        return kernel;
    }

    internal static IEmbeddingGenerator<string, Embedding<float>> Embeddings(IEmbeddingGenerator<string, Embedding<float>> inner, BudgetEnforcer budget)
    {
        #region embeddings
        var generator = new EmbeddingGeneratorBuilder<string, Embedding<float>>(inner)
            .UseBudget(budget)
            .Build();
        #endregion
        return generator;
    }

    internal static IChatClient Selector(IChatClient inner, BudgetRegistry<string> tenants)
    {
        #region by the request
        var client = new ChatClientBuilder(inner)
            .UseBudget((messages, options) => options?.AdditionalProperties?["tenant"] is string tenant ? tenants.GetOrAdd(tenant) : null)
            .Build();
        #endregion
        return client;
    }

    internal static IChatClient Options(IChatClient inner, BudgetEnforcer budget)
    {
        #region options
        var client = new ChatClientBuilder(inner)
            .UseBudget(budget, options =>
            {
                options.Prices = PriceBook.Embedded.With("my-model", new ModelPrice(new TokenRates { Input = 0.15m, Output = 0.60m }));
                options.ModelNames["my-deployment"] = "gpt-4o-mini";
                options.WhenFull = WhenFull.Finish;
                options.OnCost = cost => Console.WriteLine($"{cost.Model}: {cost.Amount} of {cost.Reserved}, {cost.Source}");
            })
            .Build();
        #endregion
        return client;
    }
}
