using System.Diagnostics;
using System.Globalization;
using System.Text;
using BudgetEnforcement.Demo.Ledgers;
using Spectre.Console;

namespace BudgetEnforcement.Demo.Tests;

/// <summary>Fleets in real processes on machines that cost 1 a second, which share one budget, and some of which are killed.</summary>
public sealed class FleetLedgerTests() : LedgerProcessTest("fleet.db")
{
    [Fact]
    public async Task Fleet_InProcesses_SpendsWhatTheirBillsSayToTheLastDigit()
    {
        using var fleet = Start("--processes", "2", "--jobs", "3", "--team-budget", "100", "--job-budget", "3");
        var run = await fleet.ToEndAsync();

        run.ExitCode.Should().Be(0, run.Output + run.Error);
        run.Error.Should().BeEmpty();
        run.Output.Should().MatchRegex("(?m)^1-small: (completed|stopped)").And.MatchRegex("(?m)^2-double: stopped: own budget").And.Contain("1-small, 3-steady");
        var team = await ShouldAgreeAsync(run);
        team.Spent.Should().BePositive();
        (await Ledger.NodesAsync()).Should().HaveCount(2).And.OnlyContain(node => node.Status == LedgerNodeStatus.Closed);
    }

    [Fact]
    public async Task Fleet_OfWhichOneIsKilled_KeepsWhatItHeldInDoubtUntilItsBillSettlesIt()
    {
        using var fleet = Start("--processes", "2", "--jobs", "3", "--team-budget", "100", "--job-budget", "5", "--kill-after", "0.5");
        var run = await fleet.ToEndAsync();

        run.ExitCode.Should().Be(0, run.Output + run.Error);
        run.Output.Should().MatchRegex(@"(?m)^! process [12] \([0-9]+\) is killed, as by kill -9: what it holds, about \$[0-9.]+, stays held, in doubt")
            .And.MatchRegex(@"(?m)^process [12] \([0-9]+\)  killed, in doubt  held \$")
            .And.MatchRegex(@"(?m)^team: .* of that in doubt \$0*\.?0*[1-9]", "the slice of the dead is shown for as long as it is held")
            .And.MatchRegex(@"(?m)^! process [12]: fleet-[0-9-]+ was killed with \$[0-9.]+ in doubt: by its bill")
            .And.Contain("killed, settled");
        await ShouldAgreeAsync(run);
        (await Ledger.NodesAsync()).Select(node => node.Status).Should().BeEquivalentTo([LedgerNodeStatus.Closed, LedgerNodeStatus.Settled]);
    }

    [Fact]
    public async Task Fleet_WhoseProcessesSomebodyElseKills_SettlesThemTooAndHasFailed()
    {
        using var fleet = Start("--processes", "2", "--jobs", "4", "--team-budget", "1000", "--job-budget", "1000");
        foreach (var number in (string[])["1", "2"])
        {
            var line = await fleet.UntilLineAsync($@"^process {number} \((?<pid>[0-9]+)\)  running  .*spent \$0*\.?0*[1-9]");
            using var process = Process.GetProcessById(int.Parse(line.Groups["pid"].Value, CultureInfo.InvariantCulture));
            process.Kill();
        }

        var run = await fleet.ToEndAsync();

        run.ExitCode.Should().Be(1, run.Output + run.Error);
        run.Output.Should().MatchRegex("(?m)^! process 1: fleet-[0-9-]+ was killed").And.MatchRegex("(?m)^! process 2: fleet-[0-9-]+ was killed");
        (await ShouldAgreeAsync(run)).Spent.Should().BePositive();
    }

    [Fact]
    public async Task Fleet_ThatIsKilledItself_LeavesNobodyBehindAndIsGoneOnFrom()
    {
        using (var killed = Start("--processes", "3", "--team-budget", "1000", "--job-budget", "1000"))
        {
            await Ledger.UntilSpentAsync("team", 0.5m, killed);
            await killed.KillAsync();
        }

        // A bill is free when its process has ended.
        while (new BillFolder(LedgerFile).Total("fleet") is null)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        var before = (await Ledger.FindAsync("team"))!;
        before.Held.Should().Be(0m, "its processes have ended in an orderly way");

        using var next = Start("--processes", "1", "--jobs", "1", "--job-budget", "1000");
        var run = await next.ToEndAsync();

        run.ExitCode.Should().Be(0, run.Output + run.Error);
        var team = await ShouldAgreeAsync(run);
        team.Limit.Should().Be(1000m, "the ledger has it");
        team.Spent.Should().BeGreaterThan(before.Spent);
    }

    [Fact]
    public async Task Fleet_WhoseBillsDoNotAgree_IsNotInOrder()
    {
        Directory.CreateDirectory($"{LedgerFile}.bills");
        await File.WriteAllTextAsync(Path.Combine($"{LedgerFile}.bills", "fleet-0.bill"), "0.0000000000000000000000000001\n", TestContext.Current.CancellationToken);

        using var fleet = Start("--processes", "1", "--jobs", "1", "--team-budget", "100", "--job-budget", "100");
        var run = await fleet.ToEndAsync();

        run.ExitCode.Should().Be(1);
        run.Output.Should().Contain("NOT IN ORDER: the bills in ");
    }

    [Fact]
    public async Task Fleet_WhoseLedgerIsTakenAway_SaysSoInOneLine()
    {
        using var fleet = Start("--processes", "2", "--team-budget", "1000", "--job-budget", "1000");
        await Ledger.UntilSpentAsync("team", 0.01m, fleet);
        File.Delete(LedgerFile);

        var run = await fleet.ToEndAsync();

        run.ExitCode.Should().Be(2, run.Output);
        run.Error.TrimEnd().Should().MatchRegex("^error: --ledger: '.*fleet.db' cannot be used: .* is gone").And.NotContain("\n");
    }

    [Fact]
    public async Task Fleet_OnATerminal_ShowsTheSliceOfEachProcess()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new Screen(output),
        });
        using var error = new StringWriter(CultureInfo.InvariantCulture);

        var exitCode = await DemoApp.RunAsync(
            ["fleet", Text, "--ledger", LedgerFile, "--rate", "3600", "--processes", "2", "--jobs", "3", "--team-budget", "100", "--job-budget", "5", "--kill-after", "0.5"],
            new DemoHost(console, error, TimeProvider.System),
            TestContext.Current.CancellationToken);

        exitCode.Should().Be(0, output.ToString() + error);
        output.ToString().Should().ContainAll("Slice", "█", "killed, in doubt", "killed, settled", "of that in doubt $", "Checked: ");
    }

    private async Task<LedgerBudgetInfo> ShouldAgreeAsync(DemoRun run)
    {
        var team = (await Ledger.FindAsync("team"))!;
        (team.Spent, team.Held).Should().Be((Ledger.Billed("fleet"), 0m));
        team.Remaining.Should().BeGreaterThanOrEqualTo(0m);
        run.Output.Should().Contain(string.Create(CultureInfo.InvariantCulture, $" come to {team.Spent}, to the last digit what the ledger has"));
        return team;
    }

    private DemoProcess Start(params string[] args) => DemoProcess.Start(["fleet", Text, "--ledger", LedgerFile, "--rate", "3600", .. args]);

    private sealed class Screen(TextWriter writer) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => 120;

        public int Height => 50;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
