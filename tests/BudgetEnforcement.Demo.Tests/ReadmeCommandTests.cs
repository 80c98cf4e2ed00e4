using System.Text.RegularExpressions;
using BudgetEnforcement.Demo.CommandLine;
using Spectre.Console;

namespace BudgetEnforcement.Demo.Tests;

/// <summary>The commands of README.md that need nothing but a fresh clone.</summary>
public sealed partial class ReadmeCommandTests
{
    [Fact]
    public async Task Agent_AsReadmeSays_StopsInsideItsBudget()
    {
        var command = Commands("agent").Should().ContainSingle().Which;

        var run = await DemoRun.Of(command.Split(' '));

        run.ExitCode.Should().Be(3, run.Error);
        run.Output.Should().ContainAll("Bound", "Cost", "Left", "Stopped by the budget", "exactly what the budget recorded");
    }

    [Fact]
    public void Command_EachOfReadme_IsUnderstood()
    {
        var host = new DemoHost(AnsiConsole.Console, TextWriter.Null, TimeProvider.System);

        foreach (var args in Commands().Select(command => command.Split(' ')))
            CommandLineMistakes.Of(args, DemoApp.Parse(args, host)).Should().BeEmpty(string.Join(' ', args));
    }

    private static IEnumerable<string> Commands() =>
        Command().Matches(RepositoryFiles.Read("README.md")).Select(match => match.Groups["args"].Value.TrimEnd());

    private static List<string> Commands(string name) => [.. Commands().Where(command => command.StartsWith(name, StringComparison.Ordinal))];

    [GeneratedRegex("""^dotnet run --project src/BudgetEnforcement.Demo .*? -- (?<args>.*)$""", RegexOptions.Multiline)]
    private static partial Regex Command();
}
