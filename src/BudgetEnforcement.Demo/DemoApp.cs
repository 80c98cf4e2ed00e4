using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;
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
    internal static async Task<int> RunAsync(IReadOnlyList<string> args, DemoHost host, CancellationToken cancellationToken)
    {
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture; // One language throughout: the parser of the command line knows several.
        try
        {
            return await InvokeAsync(args, host, cancellationToken).ConfigureAwait(false);
        }
        catch (InputException error)
        {
            return End(host, $"error: {error.Message}", ExitCodes.BadInput);
        }
        catch (OperationCanceledException)
        {
            return End(host, "interrupted", ExitCodes.Interrupted);
        }
        catch (Exception error) when (IsOutputError(error))
        {
            return End(host, $"error: The output cannot be written: {error.GetBaseException().Message}", ExitCodes.UnexpectedFailure);
        }
#pragma warning disable CA1031 // The last resort: scripts get the exit code that the help names, not that of a crash.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return End(host, $"unexpected failure: {error}", ExitCodes.UnexpectedFailure);
        }
    }

    /// <summary>What a person typed, understood or not. Nothing is run.</summary>
    internal static ParseResult Parse(IReadOnlyList<string> args, DemoHost host) =>
        // No response files: a name that begins with '@' is a name.
        CreateRootCommand(host).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

    private static async Task<int> InvokeAsync(IReadOnlyList<string> args, DemoHost host, CancellationToken cancellationToken)
    {
        var parsed = Parse(args, host);
        var isAsked = parsed.Action is not ParseErrorAction && parsed.Action != parsed.CommandResult.Command.Action;
        if (!isAsked && CommandLineMistakes.Of(args, parsed) is { Count: > 0 } mistakes)
            return Refuse(mistakes, host);

        var configuration = new InvocationConfiguration
        {
            Output = host.Output,
            Error = host.Error,
            EnableDefaultExceptionHandler = false,

            // Ctrl+C is the caller's: it must end in a checkpoint, not in a killed process.
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
    }

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

    private static int Refuse(IReadOnlyList<string> mistakes, DemoHost host)
    {
        var lines = mistakes.Select(mistake => $"error: {mistake}").Append("Try --help.");
        return End(host, string.Join(Environment.NewLine, lines), ExitCodes.BadInput);
    }

    private static int End(DemoHost host, string lastWords, int exitCode)
    {
        try
        {
            host.Error.WriteLine(lastWords);
        }
        catch (Exception error) when (IsOutputError(error))
        {
            // The error output is closed too. The exit code still says it.
        }

        return exitCode;
    }

    // What opens files tells of their failures itself, so this is the pipe or the disk behind an output.
    private static bool IsOutputError(Exception error) => error is IOException or UnauthorizedAccessException;
}
