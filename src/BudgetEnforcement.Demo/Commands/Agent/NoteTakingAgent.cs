using BudgetEnforcement.AI;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.Demo.Commands.Agent;

/// <summary>An agent that takes notes of a document, with the middleware between it and its provider.</summary>
internal static class NoteTakingAgent
{
    /// <summary>The cap of every answer, which is what bounds it. Notes are short.</summary>
    internal const int MaxOutputTokens = 120;

    private const string Task = "Take a note of each section of the document, in their order.";

    internal static async Task<AgentOutcome> WorkAsync(
        IChatClient provider, BudgetEnforcer budget, DocumentTools tools, Action<AICost> onCost, CancellationToken cancellationToken)
    {
        using var client = new ChatClientBuilder(provider)
            .UseFunctionInvocation(configure: loop => loop.MaximumIterationsPerRequest = int.MaxValue) // The budget ends the loop.
            .UseBudget(budget, settings =>
            {
                settings.ServiceTier = "default"; // The local provider knows no other, so bounds need not reckon with dearer ones.
                settings.WhenFull = WhenFull.Finish;
                settings.OnCost = onCost;
            })
            .Build();
        try
        {
            var answer = await client.GetResponseAsync(
                Task, new ChatOptions { Tools = tools.All, MaxOutputTokens = MaxOutputTokens }, cancellationToken).ConfigureAwait(false);
            return answer.FinishReason == BudgetChatClient.FinishedByBudget ? AgentOutcome.StoppedByBudget : AgentOutcome.Completed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return AgentOutcome.Interrupted; // What it has noted is told all the same.
        }
    }
}
