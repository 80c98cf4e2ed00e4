using System.Text.RegularExpressions;

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
    public async Task Replay_AsReadmeSays_WorksFromAFreshClone()
    {
        var commands = Commands("replay");

        commands.Should().NotBeEmpty();
        foreach (var command in commands)
        {
            var args = command.Split(' ').Select(arg => arg.Contains('/', StringComparison.Ordinal) ? Path.Combine(RepositoryFiles.Root, arg) : arg);
            var run = await DemoRun.Of([.. args]);
            run.ExitCode.Should().Be(0, $"{command}: {run.Error}");
            run.Output.Should().Contain("Stopped before");
        }
    }

    private static List<string> Commands(string name) =>
        [.. Command().Matches(RepositoryFiles.Read("README.md")).Select(match => match.Groups["args"].Value.TrimEnd())
            .Where(command => command.StartsWith(name, StringComparison.Ordinal))];

    [GeneratedRegex("""^dotnet run --project src/BudgetEnforcement.Demo .*? -- (?<args>.*)$""", RegexOptions.Multiline)]
    private static partial Regex Command();
}
