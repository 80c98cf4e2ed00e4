using System.Buffers.Binary;
using BudgetEnforcement.Demo.Commands.Train;
using BudgetEnforcement.Demo.Learning;

namespace BudgetEnforcement.Demo.Tests;

public sealed class CheckpointFileTests : IDisposable
{
    private static readonly LearnerText Text = new("she sells sea shells by the sea shore");
    private static readonly LearnerSettings Settings = new(Seed: 5, BatchSize: 7, Hidden: 6, LearningRate: 0.002f);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(15)]
    public void Load_InTheMiddleOfARun_GoesOnAsAnUninterruptedOneBitForBit(int stop)
    {
        var uninterrupted = new Learner(Text, Settings);
        Train(uninterrupted, 25);
        var interrupted = new Learner(Text, Settings);
        Train(interrupted, stop);

        Save(_folder.Path("c"), interrupted.State, 0.5m);
        var resumed = new Learner(Text, CheckpointFile.Load(_folder.Path("c")).State);
        Train(resumed, 25);

        resumed.Step.Should().Be(uninterrupted.Step);
        resumed.Loss.Should().Be(uninterrupted.Loss);
        resumed.State.Weights.Should().Equal(uninterrupted.State.Weights);
        resumed.State.GradientMean.Should().Equal(uninterrupted.State.GradientMean);
        resumed.State.GradientSquare.Should().Equal(uninterrupted.State.GradientSquare);
        resumed.Sample(40).Should().Be(uninterrupted.Sample(40));
    }

    [Fact]
    public void Load_Saved_IsWhatWasSaved()
    {
        var learner = new Learner(Text, Settings);
        Train(learner, 3);

        Save(_folder.Path("c"), learner.State, 0.0035475000000000003m);
        var checkpoint = CheckpointFile.Load(_folder.Path("c"));

        checkpoint.Spent.Should().Be(0.0035475000000000003m);
        checkpoint.State.Settings.Should().Be(Settings);
        Learner.Fits(Text, checkpoint.State).Should().BeTrue();
    }

    [Fact]
    public void Load_WithAnyByteChanged_IsRefused()
    {
        Save(_folder.Path("c"), new Learner(Text, Settings).State, 1m);
        var bytes = File.ReadAllBytes(_folder.Path("c"));

        for (var i = 0; i < bytes.Length; i += 97)
        {
            var changed = bytes.ToArray();
            changed[i] ^= 1;
            ShouldBeRefused(changed);
        }
    }

    [Fact]
    public void Load_CutAnywhere_IsRefused()
    {
        Save(_folder.Path("c"), new Learner(Text, Settings).State, 1m);
        var bytes = File.ReadAllBytes(_folder.Path("c"));

        for (var length = 0; length < bytes.Length; length += 89)
            ShouldBeRefused(bytes[..length]);
        ShouldBeRefused([.. bytes, 0]);
    }

    [Fact]
    public void Load_OfALaterVersion_NamesTheVersion()
    {
        Save(_folder.Path("c"), new Learner(Text, Settings).State, 1m);
        var bytes = File.ReadAllBytes(_folder.Path("c"));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), 3);

        ShouldBeRefused(bytes).WithMessage("*version 3*");
    }

    [Fact]
    public void Load_OfSomethingElse_SaysSo() => ShouldBeRefused([.. new byte[500]]).WithMessage("*not a checkpoint*");

    [Fact]
    public void Save_OverACheckpoint_ReplacesItAndLeavesNothingElse()
    {
        Save(_folder.Path("c"), new Learner(Text, Settings).State, 1m);
        Save(_folder.Path("c"), new Learner(Text, Settings).State, 2m);

        CheckpointFile.Load(_folder.Path("c")).Spent.Should().Be(2m);
        _folder.Names.Should().Equal("c");
    }

    [Fact]
    public void Begin_WithoutABill_LeavesTheOldCheckpointWhole()
    {
        Save(_folder.Path("c"), new Learner(Text, Settings).State, 1m);

        using (CheckpointFile.Begin(_folder.Path("c"), new Learner(Text, Settings).State))
            CheckpointFile.Load(_folder.Path("c")).Spent.Should().Be(1m);

        CheckpointFile.Load(_folder.Path("c")).Spent.Should().Be(1m);
    }

    [Fact]
    public void EnsureWritable_AFolderThatIsNotThere_IsRefused()
    {
        var ensure = () => CheckpointFile.EnsureWritable(_folder.Path("none/c"));

        ensure.Should().Throw<InputException>();
    }

    private FluentAssertions.Specialized.ExceptionAssertions<InputException> ShouldBeRefused(byte[] bytes)
    {
        var path = _folder.Write("changed", bytes);
        var load = () => CheckpointFile.Load(path);
        return load.Should().Throw<InputException>().WithMessage($"*{path}*");
    }

    private static void Save(string path, LearnerState state, decimal spent)
    {
        using var checkpoint = CheckpointFile.Begin(path, state);
        checkpoint.Complete(spent);
    }

    private static void Train(Learner learner, int untilStep)
    {
        while (learner.Step < untilStep)
            learner.TrainStep();
    }
}
