using System.Globalization;
using System.Text.RegularExpressions;

namespace BudgetEnforcement.Demo.Tests;

/// <summary>
/// Whole fleets. The clock goes on by 5 ms each time it is read, and a second of a machine costs 0.001. One clock cannot tell threads apart, so where a test
/// looks at what was spent the jobs run one after the other.
/// </summary>
public sealed class FleetTests : IDisposable
{
    private const string Rate = "3.6";
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly TemporaryFolder _folder = new();
    private readonly string _text;

    public FleetTests() => _text = _folder.Write("text.txt", string.Concat(Enumerable.Repeat("round and round the ragged rock ", 10)));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Fleet_OfFour_EndsInEveryWayABudgetKnows()
    {
        var run = await InTurn(new SteppingClock(Tick), "--job-budget", "0.01", "--team-budget", "0.018");

        run.ExitCode.Should().Be(0, run.Error);
        run.Error.Should().BeEmpty();
        Outcome(run, "1-small").Should().Be("completed");
        Outcome(run, "2-double").Should().Be("stopped: own budget");
        Outcome(run, "3-steady").Should().Be("stopped: team budget");
        Outcome(run, "4-large").Should().Be("refused");
    }

    [Fact]
    public async Task Fleet_WithAJobThatDoesNotFit_RefusesItAfterItsPreFlight()
    {
        var run = await InTurn(new SteppingClock(Tick), "--job-budget", "0.004", "--team-budget", "1");

        run.ExitCode.Should().Be(0, run.Error);
        Outcome(run, "4-large").Should().Be("refused");
        Spent(run, "4-large").Should().BeInRange(0.00001m, 0.0002m, "timing a step has its price");
        run.Output.Should().Contain("4-large: refused: it would cost about $0.0");
    }

    [Fact]
    public async Task Fleet_WhateverBecomesOfItsJobs_AddsUpAndPassesNoLimit()
    {
        var run = await InTurn(new SteppingClock(Tick), "--job-budget", "0.01", "--team-budget", "0.018");

        var total = decimal.Parse(
            Regex.Match(run.Output, @"Checked: the jobs spent \$([0-9.]+) together, exactly what the team spent, and no limit").Groups[1].Value,
            CultureInfo.InvariantCulture);
        Spent(run, "2-double").Should().BeInRange(0.007m, 0.01m);
        Spent(run, "3-steady").Should().BeLessThan(0.01m);
        total.Should().BeInRange(0.0165m, 0.018m, "all but the last slices and landings is used");
        string[] jobs = ["1-small", "2-double", "3-steady", "4-large"];
        jobs.Sum(job => Spent(run, job)).Should().BeApproximately(total, jobs.Length * 0.000001m, "the table is rounded up");
    }

    [Fact]
    public async Task Fleet_OverTheMarks_TellsEachOnceOfEachBudget()
    {
        var run = await InTurn(new SteppingClock(Tick), "--job-budget", "0.02", "--team-budget", "0.03");

        foreach (var budget in (string[])["2-double", "team"])
        {
            var crossings = run.Output.Split('\n').Where(line => line.StartsWith($"! {budget}: ", StringComparison.Ordinal)).ToArray();
            crossings.Should().HaveCount(2);
            crossings[0].Should().Contain("75 % warning");
            crossings[1].Should().Contain("90 % warning");
        }
    }

    [Fact]
    public async Task Fleet_OfMoreJobsThanTheTeamPays_RefusesTheRest()
    {
        var run = await InTurn(new SteppingClock(Tick), "--jobs", "6", "--job-budget", "0.01", "--team-budget", "0.01");

        run.ExitCode.Should().Be(0, run.Error);
        Outcome(run, "2-double").Should().Be("stopped: team budget");
        Outcome(run, "6-double").Should().Be("refused");
        run.Output.Should().ContainAll("6-double: refused: there is no room for its pre-flight", "Checked: ");
    }

    [Theory]
    [InlineData("--team-budget")]
    [InlineData("--job-budget")]
    public async Task Fleet_WithoutMoney_RunsNothingAndSpendsNothing(string budget)
    {
        var run = await InTurn(new SteppingClock(Tick), budget, "0");

        run.ExitCode.Should().Be(0, run.Error);
        run.Output.Should().Contain("Checked: the jobs spent $0.00 together").And.NotContain("writes:");
    }

    [Fact]
    public async Task Fleet_Interrupted_LandsWhatRunsAndStartsNoMore()
    {
        using var interruption = new CancellationTokenSource();
        var clock = new SteppingClock(Tick, reads =>
        {
            if (reads == 600)
                interruption.Cancel();
        });

        var run = await DemoRun.With(clock, interruption.Token, Arguments("--parallel", "1", "--job-budget", "1", "--team-budget", "3"));

        run.ExitCode.Should().Be(130, run.Error);
        Outcome(run, "1-small").Should().Be("completed");
        Outcome(run, "2-double").Should().Be("interrupted");
        Outcome(run, "4-large").Should().Be("interrupted");
        Spent(run, "4-large").Should().Be(0m);
        run.Output.Should().ContainAll("Checked: ", "writes:");
    }

    [Fact]
    public async Task Fleet_WhoseStepTakesLongerThanItsBudget_SaysThatLimitsWerePassed()
    {
        SteppingClock? clock = null;
        clock = new SteppingClock(Tick, reads =>
        {
            if (reads == 100)
                clock!.Advance(TimeSpan.FromSeconds(30));
        });

        var run = await InTurn(clock, "--job-budget", "0.01", "--team-budget", "0.018");

        run.ExitCode.Should().Be(1);
        run.Output.Should().ContainAll("! 1-small: limit exceeded", "! team: limit exceeded", "NOT IN ORDER: passed its limit: 1-small, team.");
    }

    [Fact]
    public async Task Fleet_AllAtOnce_AddsUpToo()
    {
        var run = await DemoRun.With(
            new SteppingClock(TimeSpan.FromMicroseconds(200)), TestContext.Current.CancellationToken,
            Arguments("--jobs", "8", "--job-budget", "0.003", "--team-budget", "0.006"));

        // Which of them gets how far is up to the machine.
        run.Error.Should().BeEmpty();
        run.Output.Should().MatchRegex("Checked: |NOT IN ORDER: passed its limit").And.NotContain("waiting  ");
        for (var job = 1; job <= 8; job++)
            run.Output.Should().MatchRegex(string.Create(CultureInfo.InvariantCulture, $"(?m)^{job}-[a-z]+: (completed|stopped: (own|team) budget|refused)"));
    }

    [Fact]
    public async Task Fleet_PlainOutput_HasALineOfEachJobThatRunsEveryTwoSeconds()
    {
        var run = await InTurn(new SteppingClock(Tick), "--job-budget", "0.01", "--team-budget", "0.018");

        // 0.009 at two machines' price is four and a half seconds.
        run.Output.Split('\n').Count(line => line.StartsWith("2-double    running", StringComparison.Ordinal)).Should().BeInRange(2, 3);
        run.Output.Should().NotContain("\u001b").And.MatchRegex(@"(?m)^team        spent \$");
    }

    private async Task<DemoRun> InTurn(SteppingClock clock, params string[] args) =>
        await DemoRun.With(clock, TestContext.Current.CancellationToken, Arguments(["--parallel", "1", .. args]));

    private string[] Arguments(params string[] args) => ["fleet", _text, "--rate", Rate, .. args];

    private static string Outcome(DemoRun run, string job) => Cell(run, job, 2);

    private static decimal Spent(DemoRun run, string job) => decimal.Parse(Cell(run, job, 5)[1..], CultureInfo.InvariantCulture);

    private static string Cell(DemoRun run, string job, int column) =>
        Regex.Split(Table(run).Single(line => line.StartsWith($" {job} ", StringComparison.Ordinal)).Trim(), " {2,}")[column];

    private static IEnumerable<string> Table(DemoRun run) => run.Output.Split('\n').SkipWhile(line => !line.StartsWith(" Job ", StringComparison.Ordinal));
}
