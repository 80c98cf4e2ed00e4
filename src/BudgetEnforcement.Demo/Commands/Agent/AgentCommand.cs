using System.CommandLine;
using BudgetEnforcement.Demo.CommandLine;

namespace BudgetEnforcement.Demo.Commands.Agent;

/// <summary>The command line of <c>agent</c>.</summary>
internal sealed class AgentCommand
{
    private const decimal DefaultBudget = 0.003m;

    private readonly Option<decimal?> _budget = MoneyOption.Create(
        "--budget", MoneyOption.Describe("The most that all calls may cost together, in US dollars.", DefaultBudget));

    private readonly Option<string?> _model = ModelOption.Create();

    private AgentCommand()
    {
    }

    internal static Command Create(DemoHost host) => new AgentCommand().Build(host);

    private Command Build(DemoHost host)
    {
        var command = new Command(
            "agent",
            "An agent with tools reads the README of this project and takes notes, under a budget for its calls. Its model is a local one that " +
            "bills by the token, at the prices of a real model.")
        {
            _budget, _model,
        };
        command.SetAction((parsed, cancellationToken) => new AgentSession(ReadOptions(parsed, host.Clock), host).RunAsync(cancellationToken));
        return command;
    }

    private AgentOptions ReadOptions(ParseResult parsed, TimeProvider clock) =>
        new(parsed.GetValue(_budget) ?? DefaultBudget, ModelOption.Find(parsed.GetValue(_model), clock));
}
