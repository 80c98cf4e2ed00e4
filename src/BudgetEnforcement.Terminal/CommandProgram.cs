using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;

namespace BudgetEnforcement.Terminal;

/// <summary>A program of commands without its process: arguments in, text and an exit code out.</summary>
/// <param name="createRoot">Makes the commands.</param>
/// <param name="output">Standard output.</param>
/// <param name="error">Gets the error messages.</param>
internal sealed class CommandProgram(Func<RootCommand> createRoot, TextWriter output, TextWriter error)
{
    internal const int UnexpectedFailure = 1;
    internal const int BadInput = 2;
    internal const int Interrupted = 130;

    internal async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture; // One language throughout: the parser of the command line knows several.
        try
        {
            return await InvokeAsync(args, cancellationToken).ConfigureAwait(false);
        }
        catch (InputException problem)
        {
            return End($"error: {problem.Message}", BadInput);
        }
        catch (OperationCanceledException)
        {
            return End("interrupted", Interrupted);
        }
        catch (Exception problem) when (IsOutputError(problem))
        {
            return End($"error: The output cannot be written: {problem.GetBaseException().Message}", UnexpectedFailure);
        }
#pragma warning disable CA1031 // The last resort: scripts get the exit code that the help names, not that of a crash.
        catch (Exception problem)
#pragma warning restore CA1031
        {
            return End($"unexpected failure: {problem}", UnexpectedFailure);
        }
    }

    /// <summary>What a person typed, understood or not. Nothing is run.</summary>
    internal ParseResult Parse(IReadOnlyList<string> args) =>
        // No response files: a name that begins with '@' is a name.
        createRoot().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

    private async Task<int> InvokeAsync(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var parsed = Parse(args);
        var isAsked = parsed.Action is not ParseErrorAction && parsed.Action != parsed.CommandResult.Command.Action;
        if (!isAsked && CommandLineMistakes.Of(args, parsed) is { Count: > 0 } mistakes)
            return Refuse(mistakes);

        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,

            // Ctrl+C is the caller's: it must end in order, with a checkpoint for example, and not in a killed process.
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
    }

    private int Refuse(IReadOnlyList<string> mistakes)
    {
        var lines = mistakes.Select(mistake => $"error: {mistake}").Append("Try --help.");
        return End(string.Join(Environment.NewLine, lines), BadInput);
    }

    private int End(string lastWords, int exitCode)
    {
        try
        {
            error.WriteLine(lastWords);
        }
        catch (Exception problem) when (IsOutputError(problem))
        {
            // The error output is closed too. The exit code still says it.
        }

        return exitCode;
    }

    // Code that opens files reports their failures itself, so this is the pipe or the disk behind an output.
    private static bool IsOutputError(Exception problem) => problem is IOException or UnauthorizedAccessException;
}
