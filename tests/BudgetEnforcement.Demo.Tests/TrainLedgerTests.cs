using System.Globalization;
using BudgetEnforcement.Demo.Commands.Train;

namespace BudgetEnforcement.Demo.Tests;

/// <summary>Trainings in real processes on a machine that costs 1 a second, which draw from one ledger and are killed.</summary>
public sealed class TrainLedgerTests() : LedgerProcessTest("runs.db")
{
    [Fact]
    public async Task Train_Killed_IsSettledByItsBillAndGoneOnFrom()
    {
        using (var killed = Start("--budget", "1000"))
        {
            await Ledger.UntilSpentAsync("training", 0.5m, killed);
            while (!File.Exists($"{LedgerFile}.checkpoint"))
                await Task.Delay(10, TestContext.Current.CancellationToken);
            await killed.KillAsync();
        }

        var before = (await Ledger.FindAsync("training"))!;
        var steps = CheckpointFile.Load($"{LedgerFile}.checkpoint").State.Step;
        using var next = Start("--epochs", "1");
        var run = await next.ToEndAsync();

        run.ExitCode.Should().Be(0, run.Error);
        run.Output.Should().MatchRegex(@"(?m)^! train-[0-9-]+ was killed with \$[0-9.]+ in doubt: by its bill it spent \$[0-9.]+ of that")
            .And.ContainAll("from which this goes on", "all epochs done");
        var after = (await Ledger.FindAsync("training"))!;
        before.Held.Should().BePositive();
        (after.Spent, after.Held, after.Limit).Should().Be((Math.Max(before.Spent, Ledger.Billed("train")), 0m, 1000m));
        (after.Spent - before.Spent).Should().BeInRange(0m, before.Held, "it spends what it holds");
        CheckpointFile.Load($"{LedgerFile}.checkpoint").State.Step.Should().Be(steps).And.BePositive();
    }

    [Fact]
    public async Task Train_KilledAgainAndAgain_SpendsItsBudgetOnce()
    {
        for (var spent = 1m; spent <= 2m; spent++)
        {
            using var killed = Start("--budget", "1000");
            await Ledger.UntilSpentAsync("training", spent, killed);
            await killed.KillAsync();
        }

        var before = (await Ledger.FindAsync("training"))!;
        var limit = Math.Ceiling(before.Spent) + 3m;
        using var last = Start("--budget", limit.ToString(CultureInfo.InvariantCulture));
        var run = await last.ToEndAsync();

        run.ExitCode.Should().Be(3, run.Error);
        run.Output.Should().Contain("was killed with");
        var after = (await Ledger.FindAsync("training"))!;
        after.Spent.Should().BeInRange(before.Spent, limit + 2m, "a landing on a busy machine may take longer than what is reserved for it");
        after.Held.Should().Be(0m);
        Ledger.Billed("train").Should().BeLessThanOrEqualTo(after.Spent, "what was reported counts, and what the bill has beyond it");
    }

    [Fact]
    public async Task Train_InTwoTerminals_SpendsOneBudget()
    {
        using var one = Start("--budget", "4");
        await Ledger.UntilSpentAsync("training", 0.01m, one);
        using var two = Start();

        var runs = await Task.WhenAll(one.ToEndAsync(), two.ToEndAsync());

        runs.Should().OnlyContain(run => run.ExitCode == 3 && run.Error.Length == 0 && !run.Output.Contains("was killed"));
        var after = (await Ledger.FindAsync("training"))!;
        after.Held.Should().Be(0m);
        after.Spent.Should().BeLessThan(7m, "a landing on a busy machine may take longer than its reserve, but two budgets would be 8").And.Be(Ledger.Billed("train"), "both have ended in an orderly way");
        (await Ledger.NodesAsync()).Should().HaveCount(2).And.OnlyContain(node => node.Status == LedgerNodeStatus.Closed);
    }

    [Fact]
    public async Task Train_WithABudgetOfItsOwn_SetsTheLimitForAllAndWithoutOneKeepsIt()
    {
        using var poor = Start("--budget", "0");
        (await poor.ToEndAsync()).ExitCode.Should().Be(3);
        (await Ledger.FindAsync("training"))!.Limit.Should().Be(0m);

        using var richer = Start("--budget", "900", "--epochs", "1");
        (await richer.ToEndAsync()).ExitCode.Should().Be(0);
        using var later = Start("--epochs", "1");
        var run = await later.ToEndAsync();

        run.Output.Should().Contain("of $900.00 is spent");
        (await Ledger.FindAsync("training"))!.Limit.Should().Be(900m);
    }

    [Theory]
    [InlineData("", "its name is empty.")]
    [InlineData(":memory:", "it is to outlive this process, so it needs a file.")]
    [InlineData("FOLDER", "it is a folder.")]
    [InlineData("FOLDER/missing/runs.db", "there is no such folder.")]
    [InlineData("FOLDER/text.txt", "*no SQLite database*was not touched*")]
    [InlineData("FOLDER/text.txt/runs.db", "there is no such folder.")]
    [InlineData("FOLDER/read-only", "it is read-only.")]
    [InlineData("FOLDER/no-bills", "*the folder of the bills, cannot be written: *")]
    public async Task Train_WithALedgerThatCannotBeUsed_SaysSoInOneLineBeforeMoneyIsSpent(string path, string problem)
    {
        File.SetAttributes(Folder.Write("read-only", ""), FileAttributes.ReadOnly);
        Folder.Write("no-bills.bills", "");
        var ledger = path.Replace("FOLDER", Path.GetDirectoryName(Text)!, StringComparison.Ordinal);
        var clock = new SteppingClock(TimeSpan.FromMilliseconds(5));

        var run = await DemoRun.With(clock, CancellationToken.None, "train", Text, "--ledger", ledger);

        File.SetAttributes(Folder.Path("read-only"), FileAttributes.Normal);
        run.ExitCode.Should().Be(2, run.Output);
        run.Error.TrimEnd().Should().Match($"error: --ledger: '*{problem}").And.NotContain("\n");
        run.Output.Should().BeEmpty();
        clock.Reads.Should().Be(0, "no time has been charged");
    }

    [Fact]
    public async Task Train_WithTheCheckpointOfAnother_IsRefused()
    {
        using var one = Start("--budget", "1000", "--checkpoint", Folder.Path("mine"));
        await Ledger.UntilSpentAsync("training", 0.01m, one);

        using var two = Start("--checkpoint", Folder.Path("mine"));
        var run = await two.ToEndAsync();

        (run.ExitCode, run.Output).Should().Be((2, ""));
        run.Error.Should().MatchRegex("^error: --checkpoint: '.*mine' is that of another process");
    }

    [Fact]
    public async Task Train_WhoseLedgerIsTakenAway_SpendsItsSliceAndSaysWhatStoppedIt()
    {
        using var train = Start("--budget", "4");
        await Ledger.UntilSpentAsync("training", 0.01m, train);
        File.Delete(LedgerFile);

        var run = await train.ToEndAsync();

        run.ExitCode.Should().Be(1, run.Output + run.Error);
        run.Output.Should().ContainAll("stopped: the ledger does not answer", "once the ledger is there again");
        run.Error.TrimEnd().Should().MatchRegex("^error: The ledger was not told of the last spend").And.Contain("is gone").And.NotContain("\n");
        Ledger.Billed("train").Should().BeInRange(0.01m, 4m);
    }

    private DemoProcess Start(params string[] args)
    {
        string[] model = File.Exists($"{LedgerFile}.checkpoint") ? [] : ["--hidden", "4", "--batch-size", "32"];
        string[] epochs = args.Contains("--epochs") ? [] : ["--epochs", "1000000"];
        return DemoProcess.Start(["train", Text, "--ledger", LedgerFile, "--rate", "3600", .. model, .. epochs, .. args]);
    }
}
