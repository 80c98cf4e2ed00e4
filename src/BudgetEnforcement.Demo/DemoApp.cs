using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;
using BudgetEnforcement.Demo.CommandLine;
using BudgetEnforcement.Demo.Fleet;
using BudgetEnforcement.Demo.Replay;
using BudgetEnforcement.Demo.Train;

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
            await host.Error.WriteLineAsync($"error: {error.Message}").ConfigureAwait(false);
            return ExitCodes.BadInput;
        }
        catch (OperationCanceledException)
        {
            await host.Error.WriteLineAsync("interrupted").ConfigureAwait(false);
            return ExitCodes.Interrupted;
        }
#pragma warning disable CA1031 // The last resort: scripts get the exit code that the help names, not that of a crash.
        catch (Exception error)
#pragma warning restore CA1031
        {
            await host.Error.WriteLineAsync($"unexpected failure: {error}").ConfigureAwait(false);
            return ExitCodes.UnexpectedFailure;
        }
    }

    private static async Task<int> InvokeAsync(IReadOnlyList<string> args, DemoHost host, CancellationToken cancellationToken)
    {
        // No response files: a name that begins with '@' is a name.
        var parsed = CreateRootCommand(host).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
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
        var root = new RootCommand("BudgetEnforcement at work: training under hard budgets, and recorded costs run through one.")
        {
            TrainCommand.Create(host),
            FleetCommand.Create(host),
            ReplayCommand.Create(host),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExitCodes((HelpAction)help.Action!);
        return root;
    }

    private static int Refuse(IReadOnlyList<string> mistakes, DemoHost host)
    {
        foreach (var mistake in mistakes)
            host.Error.WriteLine($"error: {mistake}");
        host.Error.WriteLine("Try --help.");
        return ExitCodes.BadInput;
    }
}
