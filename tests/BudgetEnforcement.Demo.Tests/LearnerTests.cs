using BudgetEnforcement.Demo.Learning;

namespace BudgetEnforcement.Demo.Tests;

public sealed class LearnerTests
{
    private static readonly string Verse = string.Concat(Enumerable.Repeat("to be or not to be, that is the question: ", 5));
    private static readonly LearnerSettings Settings = new(Seed: 3, BatchSize: 16, Hidden: 24);

    [Fact]
    public void TrainStep_ManyTimes_LearnsTheText()
    {
        var learner = new Learner(new LearnerText(Verse), Settings);
        var first = learner.TrainStep();

        while (learner.Step < 600)
            learner.TrainStep();

        first.Should().BeApproximately(Math.Log(Verse.Distinct().Count() + 1), 0.5, "it starts with no idea");
        learner.Loss.Should().BeLessThan(first / 5);
        learner.Sample(100).Should().Contain("be or not to be");
    }

    [Fact]
    public void TrainStep_WithTheSameSeed_RepeatsBitForBit()
    {
        var one = Train(new Learner(new LearnerText(Verse), Settings), 30);
        var other = Train(new Learner(new LearnerText(Verse), Settings), 30);
        var otherSeed = Train(new Learner(new LearnerText(Verse), Settings with { Seed = 4 }), 30);

        other.Weights.Should().Equal(one.Weights);
        otherSeed.Weights.Should().NotEqual(one.Weights);
    }

    [Fact]
    public void EpochOrder_OfAnyEpoch_VisitsEveryPlaceOnceInAnOrderOfItsOwn()
    {
        var order = new EpochOrder(seed: 3, length: 50);
        var first = order.Of(0).ToArray();
        var second = order.Of(1).ToArray();

        first.Should().BeEquivalentTo(Enumerable.Range(0, 50));
        second.Should().BeEquivalentTo(Enumerable.Range(0, 50));
        second.Should().NotEqual(first);
        new EpochOrder(seed: 3, length: 50).Of(1).ToArray().Should().Equal(second, "earlier epochs make no difference");
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(4, 3)]
    [InlineData(5, 2)]
    [InlineData(100, 1)]
    public void StepsPerEpoch_OfTenPlaces_CoverThemAll(int batchSize, int expected) =>
        new Learner(new LearnerText("abcdefghij"), Settings with { BatchSize = batchSize }).StepsPerEpoch.Should().Be(expected);

    [Fact]
    public void Sample_BetweenSteps_ChangesNothingAboutThem()
    {
        var undisturbed = Train(new Learner(new LearnerText(Verse), Settings), 20);
        var learner = new Learner(new LearnerText(Verse), Settings);
        Train(learner, 10);
        learner.Sample(50);

        Train(learner, 20).Weights.Should().Equal(undisturbed.Weights);
    }

    [Fact]
    public void Fits_AnotherTextOrShape_IsFalse()
    {
        var text = new LearnerText(Verse);
        var state = new Learner(text, Settings).State;

        Learner.Fits(text, state).Should().BeTrue();
        Learner.Fits(new LearnerText(Verse + "!"), state).Should().BeFalse();
        Learner.Fits(new LearnerText(Verse[..^2] + " :"), state).Should().BeFalse("the same characters in another order are another text");
        Learner.Fits(text, state with { Weights = new float[3] }).Should().BeFalse();
    }

    [Fact]
    public void LearnerText_WithNothingToLearn_IsRefused()
    {
        var create = () => new LearnerText("a");

        create.Should().Throw<InputException>();
    }

    [Fact]
    public void SeededRandom_BelowABound_ReachesAllOfItAndNoMore()
    {
        var random = new SeededRandom(1, 2);

        var drawn = Enumerable.Range(0, 500).Select(_ => random.NextBelow(7)).ToHashSet();

        drawn.Should().BeEquivalentTo(Enumerable.Range(0, 7));
    }

    [Fact]
    public void SeededRandom_OfAnotherSeedOrStream_IsAnother()
    {
        (ulong Seed, ulong Stream)[] sources = [(1, 1), (1, 2), (2, 1), (2, 2)];

        sources.Select(source => new SeededRandom(source.Seed, source.Stream).Next()).Should().OnlyHaveUniqueItems();
    }

    private static LearnerState Train(Learner learner, int untilStep)
    {
        while (learner.Step < untilStep)
            learner.TrainStep();
        return learner.State;
    }
}
