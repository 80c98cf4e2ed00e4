using BudgetEnforcement.Demo;
using Spectre.Console;

using var interruption = new Interruption();

// Where no person watches, a table need not fit a screen: it would break its numbers over two lines.
if (Console.IsOutputRedirected)
    AnsiConsole.Profile.Width = 160;

return await DemoApp.RunAsync(args, new DemoHost(AnsiConsole.Console, Console.Error, TimeProvider.System), interruption.Token)
    .ConfigureAwait(false);
