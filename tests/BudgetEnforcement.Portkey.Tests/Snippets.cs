using System.ClientModel;
using System.ClientModel.Primitives;
using BudgetEnforcement.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;

namespace BudgetEnforcement.Portkey.Tests;

/// <summary>The code of the package's page.</summary>
internal static class Snippets
{
#pragma warning disable xUnit1051 // A page shows what a user writes.
    internal static async Task<IChatClient> Calls(string key, BudgetEnforcer budget, BudgetEnforcer runBudget)
    {
        #region calls
        var http = new HttpClient(new PortkeyHandler(new PortkeyHandlerOptions { ApiKey = key }));
        var openAI = new OpenAIClient(new ApiKeyCredential("unused"), new OpenAIClientOptions
        {
            Endpoint = new Uri("https://api.portkey.ai/v1"),
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(0), // a budget does not see requests that a client repeats
        });

        // The price of OpenAI, for the name that the model has at Portkey.
        PriceBook.Embedded.TryFind(new Uri("https://api.openai.com/v1"), null, "gpt-4o-mini", out var price);
        IChatClient client = new ChatClientBuilder(openAI.GetChatClient("@openai/gpt-4o-mini").AsIChatClient())
            .UseBudget(budget, options =>
            {
                options.Prices = options.Prices.With("@openai/gpt-4o-mini", price!);
                options.IsUnbilled = PortkeyLimitException.IsUnbilled; // what Portkey's own limits refuse costs nothing
            })
            .Build();

        using (BudgetScope.Begin(runBudget, label: "summarise"))
            await client.GetResponseAsync("Summarise the minutes.");
        #endregion
        return client;
    }

    internal static void Factory(IServiceCollection services, string key)
    {
        #region factory
        services.AddHttpClient("models")
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false })
            .AddHttpMessageHandler(() => new PortkeyHandler(new PortkeyHandlerOptions { ApiKey = key }))
            .RedactLoggedHeaders(["x-portkey-api-key"]); // a factory logs the headers of calls at trace level
        #endregion
    }

    internal static async Task Costs(HttpClient http, string key, DateTimeOffset end, CancellationToken cancellationToken)
    {
        #region costs
        var portkey = new PortkeyCostClient(http, new PortkeyCostOptions { ApiKey = key, WorkspaceSlug = "production" });

        foreach (var (label, dollars) in await portkey.GetAsync(end.AddHours(-1), end, cancellationToken))
            Console.WriteLine($"{label ?? "under no label"}: {dollars}");
        #endregion
    }

    internal static CostReconciler Reconciling(PortkeyCostClient portkey, AIBudgetOptions options)
    {
        #region reconciling
        var reconciler = new CostReconciler(portkey, new CostReconcilerOptions { SourceName = "portkey" });
        options.OnCost = cost => reconciler.Record(cost.Budget!, cost.Label, cost.Amount, TimeProvider.System.GetUtcNow());
        #endregion
        return reconciler;
    }
}
