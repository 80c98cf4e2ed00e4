using System.CommandLine;
using System.CommandLine.Help;
using BudgetEnforcement.Demo.CommandLine;
using BudgetEnforcement.Demo.Commands.Agent;
using BudgetEnforcement.Demo.Commands.Fleet;
using BudgetEnforcement.Demo.Commands.Fleet.Processes;
using BudgetEnforcement.Demo.Commands.Reconcile;
using BudgetEnforcement.Demo.Commands.Train;

namespace BudgetEnforcement.Demo;

/// <summary>The program without its process: arguments in, text and an exit code out.</summary>
internal static class DemoApp
{
    internal static Task<int> RunAsync(IReadOnlyList<string> args, DemoHost host, CancellationToken cancellationToken) =>
        ProgramOf(host).RunAsync(args, cancellationToken);

    /// <summary>Parses the arguments that a person typed, valid or not. Nothing is run.</summary>
    internal static ParseResult Parse(IReadOnlyList<string> args, DemoHost host) => ProgramOf(host).Parse(args);

    private static CommandProgram ProgramOf(DemoHost host) => new(() => CreateRootCommand(host), host.Output, host.Error);

    private static RootCommand CreateRootCommand(DemoHost host)
    {
        var root = new RootCommand("BudgetEnforcement at work: training and an agent under hard budgets.")
        {
            TrainCommand.Create(host),
            FleetCommand.Create(host),
            AgentCommand.Create(host),
            ReconcileCommand.Create(host),
            FleetWorkerCommand.Create(host),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExitCodes((HelpAction)help.Action!);
        return root;
    }
}
