using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;

namespace BudgetEnforcement.Tool.Tests;

/// <summary>One call of the program, in this process.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    internal JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>The notes below the answer, one a line.</summary>
    internal string Notes => string.Join('\n', Json.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));

    internal static Task<ToolRun> Of(params string[] args) => With("", args);

    /// <summary>With something on standard input.</summary>
    internal static Task<ToolRun> With(string input, params string[] args) => With(Encoding.UTF8.GetBytes(input), new FakeTimeProvider(), [], CancellationToken.None, args);

    internal static Task<ToolRun> With(
        byte[] input, TimeProvider clock, Dictionary<string, string> environment, CancellationToken cancellationToken, params string[] args) =>
        With(() => new MemoryStream(input), clock, environment, cancellationToken, args);

    internal static async Task<ToolRun> With(
        Func<Stream> input, TimeProvider clock, Dictionary<string, string> environment, CancellationToken cancellationToken, params string[] args)
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
        var host = new ToolHost(console, error, input, clock, name => environment.GetValueOrDefault(name));
        var exitCode = await ToolApp.RunAsync(args, host, cancellationToken);
        return new ToolRun(exitCode, output.ToString(), error.ToString());
    }
}
