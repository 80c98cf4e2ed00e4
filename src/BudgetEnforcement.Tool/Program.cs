using System.Runtime.InteropServices;
using BudgetEnforcement.Tool;
using Spectre.Console;

using var interruption = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, EndGently);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, EndGently);
using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, EndGently);

// Where no person watches, a table need not fit a screen: it would break its numbers over two lines.
if (Console.IsOutputRedirected)
    AnsiConsole.Profile.Width = 160;

var host = new ToolHost(
    AnsiConsole.Console, Console.Error, Console.OpenStandardInput, TimeProvider.System, Environment.GetEnvironmentVariable);
return await ToolApp.RunAsync(args, host, interruption.Token).ConfigureAwait(false);

void EndGently(PosixSignalContext signal)
{
    // The first signal asks for an orderly end; who sends a second one means it.
    signal.Cancel = !interruption.IsCancellationRequested;
    interruption.Cancel();
}
