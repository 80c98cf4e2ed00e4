using System.Globalization;
using System.Text.RegularExpressions;
using BudgetEnforcement.Demo.Learning;
using BudgetEnforcement.Demo.Commands.Train;

namespace BudgetEnforcement.Demo.Tests;

/// <summary>Whole runs. The clock goes on by 5 ms each time it is read, twice a step, and each such step costs about 0.00001.</summary>
public sealed class TrainTests : IDisposable
{
    private const string Rate = "3.6";
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly TemporaryFolder _folder = new();
    private readonly string _text;
    private readonly string _checkpoint;

    public TrainTests()
    {
        _text = _folder.Write("text.txt", string.Concat(Enumerable.Repeat("round and round the ragged rock ", 10)));
        _checkpoint = _folder.Path("checkpoint");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Train_MoreThanTheBudgetPays_StopsBeforeTheLimitAndSaves()
    {
        var run = await Train("--budget", "0.005");

        run.ExitCode.Should().Be(3, run.Error);
        run.Output.Should().ContainAll("That does not fit", "stopped by the budget, before passing it", "What the model writes", "--resume and a larger --budget");
        Spent(run).Should().BeInRange(0.004m, 0.005m, "all but the last slice of time and the landing is used");
        CheckpointFile.Load(_checkpoint).Spent.Should().Be(Spent(run));
        CheckpointFile.Load(_checkpoint).State.Step.Should().BeGreaterThan(100);
    }

    [Fact]
    public async Task Train_OverTheMarks_TellsEachOnceInOrder()
    {
        var run = await Train("--budget", "0.02");

        var crossings = run.Output.Split('\n').Where(line => line.StartsWith('!')).ToArray();
        crossings.Should().HaveCount(2);
        crossings[0].Should().Contain("75 % warning: spent $0.015");
        crossings[1].Should().Contain("90 % warning: spent $0.018");
    }

    [Fact]
    public async Task Train_WithinTheBudget_DoesAllEpochs()
    {
        var run = await Train("--budget", "1", "--epochs", "3", "--require-fit");

        run.ExitCode.Should().Be(0, run.Error);
        run.Output.Should().ContainAll("That fits", "all epochs done");
        CheckpointFile.Load(_checkpoint).State.Step.Should().Be(3 * 10, "320 places are 10 batches of 32");
    }

    [Fact]
    public async Task Train_RequireFitWhereItDoesNot_RefusesAndSavesNothing()
    {
        var run = await Train("--budget", "0.005", "--require-fit");

        run.ExitCode.Should().Be(4, run.Error);
        run.Output.Should().ContainAll("That does not fit", "not started");
        _folder.Names.Should().Equal("text.txt");
    }

    [Fact]
    public async Task Train_Resumed_CarriesTheSpendOverAndGoesOn()
    {
        var first = await Train("--budget", "0.005");
        var steps = CheckpointFile.Load(_checkpoint).State.Step;

        var second = await Train("--budget", "0.01", "--resume");

        second.ExitCode.Should().Be(3, second.Error);
        Spent(second).Should().BeInRange(0.009m, 0.01m);
        CheckpointFile.Load(_checkpoint).State.Step.Should().BeInRange(steps + 200, steps + 500, "it pays for no more than the difference");
        Spent(first).Should().BeLessThan(Spent(second));
    }

    [Fact]
    public async Task Train_ResumedAcrossTwoRuns_LearnsWhatOneRunWouldHave()
    {
        await Train("--budget", "1", "--epochs", "4");
        var whole = CheckpointFile.Load(_checkpoint).State;
        await Train("--budget", "1", "--epochs", "1");
        await Train("--budget", "1", "--epochs", "4", "--resume");

        CheckpointFile.Load(_checkpoint).State.Weights.Should().Equal(whole.Weights);
    }

    [Theory]
    [InlineData("0.001")]
    [InlineData("0.0054")]
    public async Task Train_ResumedWithoutMoreMoney_RunsNothingAndSpendsNothing(string budget)
    {
        await Train("--budget", "0.005");
        var before = await File.ReadAllBytesAsync(_checkpoint, TestContext.Current.CancellationToken);

        var run = await Train("--budget", budget, "--resume");

        run.ExitCode.Should().Be(3, run.Error);
        run.Output.Should().Contain("not started: the budget has no room for it");
        (await File.ReadAllBytesAsync(_checkpoint, TestContext.Current.CancellationToken)).Should().Equal(before);
    }

    [Fact]
    public async Task Train_ResumedAndRefused_KeepsTheBillOfThePreFlight()
    {
        var first = await Train("--budget", "0.005");

        var refused = await Train("--budget", "0.008", "--resume", "--require-fit");

        refused.ExitCode.Should().Be(4, refused.Error);
        Spent(refused).Should().BeGreaterThan(Spent(first));
        CheckpointFile.Load(_checkpoint).Spent.Should().Be(Spent(refused));
    }

    [Fact]
    public async Task Train_ResumedWhenAllIsDone_SpendsNothing()
    {
        var first = await Train("--budget", "1", "--epochs", "2");

        var second = await Train("--budget", "1", "--epochs", "2", "--resume");

        second.ExitCode.Should().Be(0, second.Error);
        Spent(second).Should().Be(Spent(first));
    }

    [Theory]
    [InlineData("--seed", "9")]
    [InlineData("--batch-size", "5")]
    [InlineData("--hidden", "9")]
    public async Task Train_ResumedWithAnotherModel_IsRefused(string option, string value)
    {
        await Train("--budget", "1", "--epochs", "1");

        var run = await DemoRun.Of("train", _text, "--checkpoint", _checkpoint, "--resume", option, value);

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain(option);
    }

    [Fact]
    public async Task Train_ResumedOnAnotherText_IsRefused()
    {
        await Train("--budget", "1", "--epochs", "1");
        await File.AppendAllTextAsync(_text, "!", TestContext.Current.CancellationToken);

        var run = await DemoRun.Of("train", _text, "--checkpoint", _checkpoint, "--resume");

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain("another text");
    }

    [Fact]
    public async Task Train_Interrupted_SavesAndEndsWithExitCode130()
    {
        using var interruption = new CancellationTokenSource();
        var clock = new SteppingClock(Tick, reads =>
        {
            if (reads == 150)
                interruption.Cancel();
        });

        var run = await DemoRun.With(clock, interruption.Token, Arguments("--budget", "1"));

        run.ExitCode.Should().Be(130, run.Error);
        run.Output.Should().Contain("interrupted");
        CheckpointFile.Load(_checkpoint).Spent.Should().Be(Spent(run)).And.BeInRange(0.0006m, 0.0009m);
        CheckpointFile.Load(_checkpoint).State.Step.Should().BeInRange(30, 75);
    }

    [Fact]
    public async Task Train_InterruptedInThePreFlight_TrainsNothingButKeepsTheBill()
    {
        var first = await Train("--budget", "0.005");
        var steps = CheckpointFile.Load(_checkpoint).State.Step;
        using var interruption = new CancellationTokenSource();
        var clock = new SteppingClock(Tick, reads =>
        {
            if (reads == 8)
                interruption.Cancel();
        });

        var run = await DemoRun.With(clock, interruption.Token, Arguments("--budget", "1", "--resume"));

        run.ExitCode.Should().Be(130, run.Error);
        Spent(run).Should().BeGreaterThan(Spent(first));
        CheckpointFile.Load(_checkpoint).Spent.Should().Be(Spent(run));
        CheckpointFile.Load(_checkpoint).State.Step.Should().Be(steps);
    }

    [Fact]
    public async Task Train_WhoseLandingIsSlow_StaysInsideTheLimitAllTheSame()
    {
        // The landing reserve is half a second and more. Without one this landing would be paid by what is left of the last slice of time, and is not.
        SteppingClock? clock = null;
        var isLanding = false;
        clock = new SteppingClock(Tick, _ =>
        {
            if (isLanding || !File.Exists($"{_checkpoint}.tmp"))
                return;
            isLanding = true;
            clock!.Advance(TimeSpan.FromMilliseconds(480));
        });

        var run = await DemoRun.With(clock, TestContext.Current.CancellationToken, Arguments("--budget", "0.005"));

        run.ExitCode.Should().Be(3, run.Error);
        isLanding.Should().BeTrue();
        run.Output.Should().Contain("stopped by the budget, before passing it");
        CheckpointFile.Load(_checkpoint).Spent.Should().Be(Spent(run)).And.BeInRange(0.0044m, 0.005m);
    }

    [Fact]
    public async Task Train_Resumed_ForecastsFromWhereItIs()
    {
        var first = await Train("--budget", "0.006", "--epochs", "100");
        var second = await Train("--budget", "1", "--epochs", "100", "--resume");

        // A thousand steps at two readings of the clock, and now and then one for the meter.
        first.ExitCode.Should().Be(3, first.Error);
        var projected = Regex.Matches(second.Output, @"projected \$([0-9.]+)")
            .Select(match => decimal.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        projected.Should().NotBeEmpty().And.OnlyContain(total => total > 0.0095m && total < 0.0125m);
    }

    [Fact]
    public async Task Train_WhoseCheckpointCannotBeSaved_SaysSoAndEndsWithExitCode1()
    {
        // Once it is known to be writable, something else takes its place.
        var clock = new SteppingClock(Tick, reads => Directory.CreateDirectory(_checkpoint));

        var run = await DemoRun.With(clock, CancellationToken.None, Arguments("--budget", "0.005"));

        run.ExitCode.Should().Be(1, run.Error);
        run.Error.Should().Contain("could not be saved");
        run.Output.Should().ContainAll("NOT SAVED", "stopped by the budget, before passing it");
    }

    [Theory]
    [InlineData("folder", "it is a folder.")]
    [InlineData("folder/", "it is a folder.")]
    [InlineData("missing/", "it is a folder.")]
    [InlineData("missing/checkpoint", "there is no such folder.")]
    [InlineData("text.txt/checkpoint", "there is no such folder.")]
    [InlineData("text.txt", "it is there and is not a checkpoint of this program, so it is not replaced.")]
    [InlineData("read-only", "it is read-only.")]
    [InlineData("taken", "*taken.tmp is a folder.")]
    public async Task Train_CheckpointThatCannotBeSaved_IsRefusedBeforeMoneyIsSpent(string name, string problem)
    {
        Directory.CreateDirectory(_folder.Path("folder"));
        Directory.CreateDirectory(_folder.Path("taken.tmp"));
        File.SetAttributes(_folder.Write("read-only", ""), FileAttributes.ReadOnly);
        var clock = new SteppingClock(Tick);
        var path = _folder.Path(name);

        var run = await DemoRun.With(clock, CancellationToken.None, "train", _text, "--rate", Rate, "--budget", "1", "--epochs", "1", "--checkpoint", path);

        File.SetAttributes(_folder.Path("read-only"), FileAttributes.Normal);
        run.ExitCode.Should().Be(2, run.Output);
        run.Error.TrimEnd().Should().Match($"error: --checkpoint: '{path}' cannot be written: {problem}").And.NotContain("\n");
        run.Output.Should().BeEmpty();
        clock.Reads.Should().Be(0, "no time has been charged");
        _folder.Names.Should().BeEquivalentTo("text.txt", "read-only");
    }

    [Fact]
    public async Task Train_ResumedFromAFolder_IsToldThatItIsOne()
    {
        var run = await DemoRun.Of("train", _text, "--resume", "--checkpoint", Path.GetTempPath());

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain("no checkpoint to resume from").And.Contain("it is a folder");
    }

    [Fact]
    public async Task Train_PlainOutput_ShowsAProjectionFromTheFirstLineOn()
    {
        // A step is 1 of 10,000,000: the run itself does not know the end before it is stopped.
        var run = await Train("--budget", "0.006", "--epochs", "1000000");

        run.Output.Split('\n').Where(line => line.StartsWith("epoch ", StringComparison.Ordinal))
            .Should().NotBeEmpty().And.OnlyContain(line => line.Contains("projected about $", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Train_StepThatTakesLongerThanAnyBefore_IsRecordedInFull()
    {
        SteppingClock? clock = null;
        clock = new SteppingClock(Tick, reads =>
        {
            if (reads == 100)
                clock!.Advance(TimeSpan.FromSeconds(5));
        });

        var run = await DemoRun.With(clock, CancellationToken.None, Arguments("--budget", "0.005"));

        run.ExitCode.Should().Be(3, run.Error);
        Spent(run).Should().BeGreaterThan(0.0055m);
        run.Output.Should().ContainAll("! limit exceeded", "but too late");
    }

    [Fact]
    public async Task Train_WithoutAFile_LearnsFromTheReadmeOfTheProject()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Root, "README.md"), TestContext.Current.CancellationToken);

        var run = await DemoRun.With(
            new SteppingClock(Tick), CancellationToken.None,
            "train", "--checkpoint", _checkpoint, "--hidden", "2", "--batch-size", "65536", "--epochs", "1", "--budget", "1");

        run.ExitCode.Should().Be(0, run.Error);
        CheckpointFile.Load(_checkpoint).State.TextHash.ToArray().Should().Equal(
            new LearnerText(readme).Hash.ToArray());
    }

    [Fact]
    public async Task Train_PlainOutput_HasALineASecondAtMost()
    {
        var run = await Train("--budget", "0.006");

        // 0.006 is six seconds of this machine.
        run.Output.Split('\n').Count(line => line.StartsWith("epoch ", StringComparison.Ordinal)).Should().BeInRange(4, 6);
    }

    private async Task<DemoRun> Train(params string[] args) =>
        await DemoRun.With(new SteppingClock(Tick), CancellationToken.None, Arguments(args));

    private string[] Arguments(params string[] args)
    {
        string[] model = args.Contains("--resume") ? [] : ["--hidden", "4", "--batch-size", "32"];
        return ["train", _text, "--checkpoint", _checkpoint, "--rate", Rate, .. model, .. args];
    }

    private static decimal Spent(DemoRun run) =>
        decimal.Parse(Regex.Match(run.Output, @"Spent\s+│ \$([0-9.]+)").Groups[1].Value, CultureInfo.InvariantCulture);
}
