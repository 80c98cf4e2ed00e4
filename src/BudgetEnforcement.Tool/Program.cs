using BudgetEnforcement.Tool;
using Spectre.Console;

using var interruption = new Interruption();

// Where no person watches, a table need not fit a screen: it would break its numbers over two lines.
if (Console.IsOutputRedirected)
    AnsiConsole.Profile.Width = 160;

var host = new ToolHost(
    AnsiConsole.Console, Console.Error, Console.OpenStandardInput, TimeProvider.System, Environment.GetEnvironmentVariable);
return await ToolApp.RunAsync(args, host, interruption.Token).ConfigureAwait(false);
