using BudgetEnforcement.AI;
using BudgetEnforcement.Demo.Commands.Agent.Provider;
using BudgetEnforcement.Demo.Jobs;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.Demo.Commands.Agent;

/// <summary>One call of <c>agent</c>: a budget, a provider that bills, and an agent between them.</summary>
internal sealed class AgentSession(AgentOptions options, DemoHost host)
{
    /// <summary>The cap of every answer, which is what bounds it. Notes are short.</summary>
    internal const int MaxOutputTokens = 120;

    private const string Task = "Take a note of each section of the document, in their order.";

    // A person can follow; nobody else waits.
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(80);

    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var document = Document.LoadReadme();
        var tools = new DocumentTools(document);
        var budget = new BudgetEnforcer(new BudgetOptions { Name = "agent", Limit = options.Budget }, timeProvider: host.Clock);
        using var provider = new LocalProvider(options.Provider, options.Model, options.Price, NoteTaker.Answer, host.Clock)
        {
            Latency = host.IsTerminal ? Latency : TimeSpan.Zero,
        };
        var messages = new AgentMessages(options);
        IAgentView view = host.IsTerminal ? new LiveAgentView(host.Console, messages, budget) : new PlainAgentView(host.Output, messages);
        var calls = new AgentCalls(budget, view);
        var crossings = new CrossingWatch(budget, calls.Crossed);

        var outcome = AgentOutcome.Completed;
        await view.ShowAsync(async () =>
        {
            outcome = await WorkAsync(provider, budget, tools, calls, cancellationToken).ConfigureAwait(false);
            await crossings.CatchUpAsync().ConfigureAwait(false);
            calls.TellCrossings();
        }).ConfigureAwait(false);

        var report = new AgentReport(outcome, budget.GetStatus(), provider.Bill, calls, tools);
        report.Write(host.Output, messages);
        return report.ExitCode;
    }

    private static async Task<AgentOutcome> WorkAsync(
        LocalProvider provider, BudgetEnforcer budget, DocumentTools tools, AgentCalls calls, CancellationToken cancellationToken)
    {
        using var client = new ChatClientBuilder(provider)
            .UseFunctionInvocation(configure: loop => loop.MaximumIterationsPerRequest = int.MaxValue) // The budget ends the loop.
            .UseBudget(budget, settings =>
            {
                settings.ServiceTier = "default"; // The local provider knows no other, so bounds need not reckon with dearer ones.
                settings.WhenFull = WhenFull.Finish;
                settings.OnCost = calls.Recorded;
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
