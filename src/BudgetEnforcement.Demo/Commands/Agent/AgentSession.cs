using BudgetEnforcement.Demo.Commands.Agent.Provider;
using BudgetEnforcement.Demo.Jobs;

namespace BudgetEnforcement.Demo.Commands.Agent;

/// <summary>One call of <c>agent</c>: a budget, a provider that bills, and an agent between them.</summary>
internal sealed class AgentSession(AgentOptions options, DemoHost host)
{
    // A person can follow; a program does not wait.
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(80);

    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var document = Document.LoadReadme();
        var tools = new DocumentTools(document);
        var budget = new BudgetEnforcer(new BudgetOptions { Name = "agent", Limit = options.Budget }, timeProvider: host.Clock);
        using var provider = new LocalProvider(options.Model, NoteTaker.Answer, host.Clock)
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
            outcome = await NoteTakingAgent.WorkAsync(provider, budget, tools, calls.Recorded, cancellationToken).ConfigureAwait(false);
            await crossings.CatchUpAsync().ConfigureAwait(false);
            calls.TellCrossings();
        }).ConfigureAwait(false);

        var report = new AgentReport(outcome, budget.GetStatus(), provider.Bill, calls, tools);
        report.Write(host.Output, messages);
        return report.ExitCode;
    }
}
