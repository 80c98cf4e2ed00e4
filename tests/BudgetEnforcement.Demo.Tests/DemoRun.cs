using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;

namespace BudgetEnforcement.Demo.Tests;

/// <summary>One call of the program, in this process.</summary>
internal sealed record DemoRun(int ExitCode, string Output, string Error)
{
    internal JsonElement Json => JsonDocument.Parse(Output).RootElement;

    internal static async Task<DemoRun> Of(params string[] args) => await With(new FakeTimeProvider(), CancellationToken.None, args);

    internal static async Task<DemoRun> With(TimeProvider clock, CancellationToken cancellationToken, params string[] args)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 200;
        var exitCode = await DemoApp.RunAsync(args, new DemoHost(console, error, clock), cancellationToken);
        return new DemoRun(exitCode, output.ToString(), error.ToString());
    }
}
