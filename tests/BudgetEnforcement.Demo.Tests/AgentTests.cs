using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;

namespace BudgetEnforcement.Demo.Tests;

/// <summary>The whole of <c>agent</c>: the real middleware, and a provider that keeps its own bill.</summary>
public sealed partial class AgentTests
{
    // Prices depend on the day, and a clock that stood still long ago would know few.
    private static readonly DateTimeOffset Today = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0.0006")]
    [InlineData("0.0015")]
    [InlineData("0.003")]
    public async Task Agent_WithLessThanItNeeds_StopsInsideItsBudgetAndKeepsItsNotes(string budget)
    {
        var run = await Run("agent", "--budget", budget);

        run.ExitCode.Should().Be(3, run.Error);
        run.Error.Should().BeEmpty();
        var calls = Calls(run);
        calls.Should().NotBeEmpty();
        run.Output.Should().Contain(FormattableString.Invariant($"Stopped by the budget after {calls.Count} calls: "));
        Notes(run).Kept.Should().Be(Math.Max(0, calls.Count - 2), "it lists and reads first, and then notes one section with each call");
    }

    [Theory]
    [InlineData("0.003")]
    [InlineData("1")]
    public async Task Call_EachThatIsMade_FitsAndIsTakenFromWhatIsLeft(string budget)
    {
        var run = await Run("agent", "--budget", budget);

        var left = decimal.Parse(budget, CultureInfo.InvariantCulture);
        foreach (var call in Calls(run))
        {
            call.Bound.Should().BeLessThanOrEqualTo(left, "what does not fit is not called");
            call.Cost.Should().BePositive().And.BeLessThanOrEqualTo(call.Bound);
            left -= call.Cost;
            call.Left.Should().Be(left);
        }
    }

    [Theory]
    [InlineData("gpt-4o-mini")]
    [InlineData("gpt-5")]
    [InlineData("claude-sonnet-4-5")]
    [InlineData("gemini-2.5-pro")]
    [InlineData("deepseek-chat")]
    [InlineData("grok-4")]
    public async Task Bill_OfAnyModel_IsWhatTheCallsCostAndTheBudgetRecorded(string model)
    {
        var run = await Run("agent", "--model", model, "--budget", "1");

        run.ExitCode.Should().Be(0, run.Output + run.Error);
        var billed = Bill().Match(run.Output).Groups["bill"].Value;
        Calls(run).Sum(call => call.Cost).Should().Be(decimal.Parse(billed, CultureInfo.InvariantCulture));
        run.Output.Should().Contain($"Spent ${billed} of $1.0");
    }

    [Fact]
    public async Task Agent_WithEnough_NotesEverySection()
    {
        var run = await Run("agent", "--budget", "1");

        run.ExitCode.Should().Be(0, run.Error);
        var (kept, sections) = Notes(run);
        kept.Should().Be(sections).And.BePositive();
        run.Output.Should().Contain("   1 BudgetEnforcement: A hard spending limit for .NET: ");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.0000000000000000000000000001")]
    [InlineData("0.0001")]
    public async Task Agent_WithoutRoomForACall_MakesNone(string budget)
    {
        var run = await Run("agent", "--budget", budget);

        run.ExitCode.Should().Be(3, run.Error);
        Calls(run).Should().BeEmpty();
        run.Output.Should().ContainAll("Stopped by the budget after 0 calls", "Kept: notes of 0 of ", "exactly what the budget recorded");
    }

    [Fact]
    public async Task Agent_InterruptedBetweenCalls_KeepsItsNotesAndMakesNoFurtherCall()
    {
        for (var call = 3; call <= 9; call++)
        {
            using var interruption = new CancellationTokenSource();
            using var output = new InterruptingWriter(interruption, FormattableString.Invariant($"{call} "));
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });

            var exitCode = await DemoApp.RunAsync(["agent"], new DemoHost(console, TextWriter.Null, new FakeTimeProvider(Today)), interruption.Token);

            var run = new DemoRun(exitCode, output.ToString(), "");
            run.ExitCode.Should().Be(130, run.Output + run.Error);
            run.Output.Should().Contain("Interrupted after");
            Notes(run).Kept.Should().BePositive();

            // A call that is not begun yet is not made any more, so nothing is recorded that was not billed.
            run.Output.Should().Contain("exactly what the budget recorded");
        }
    }

    private static Task<DemoRun> Run(params string[] args) => DemoRun.With(new FakeTimeProvider(Today), TestContext.Current.CancellationToken, args);

    private static List<(decimal Bound, decimal Cost, decimal Left)> Calls(DemoRun run) =>
        [.. Call().Matches(run.Output).Select(match => (Amount(match, "bound"), Amount(match, "cost"), Amount(match, "left")))];

    private static (int Kept, int Sections) Notes(DemoRun run)
    {
        var match = Kept().Match(run.Output);
        return (int.Parse(match.Groups["kept"].Value, CultureInfo.InvariantCulture), int.Parse(match.Groups["all"].Value, CultureInfo.InvariantCulture));
    }

    private static decimal Amount(Match match, string name) => decimal.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^ *\d+ +\$(?<bound>[0-9.]+) +\$(?<cost>[0-9.]+) +\$(?<left>[0-9.]+) ", RegexOptions.Multiline)]
    private static partial Regex Call();

    [GeneratedRegex(@"^Checked: the provider billed \$(?<bill>[0-9.]+[0-9]), ", RegexOptions.Multiline)]
    private static partial Regex Bill();

    [GeneratedRegex(@"^Kept: notes of (?<kept>\d+) of (?<all>\d+) sections\.", RegexOptions.Multiline)]
    private static partial Regex Kept();

    /// <summary>Interrupts when a line is written that begins so.</summary>
    private sealed class InterruptingWriter(CancellationTokenSource interruption, string beginning) : StringWriter(CultureInfo.InvariantCulture)
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.TrimStart().StartsWith(beginning, StringComparison.Ordinal) == true)
                interruption.Cancel();
        }
    }
}
