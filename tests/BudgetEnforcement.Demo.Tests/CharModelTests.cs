using BudgetEnforcement.Demo.Learning;

namespace BudgetEnforcement.Demo.Tests;

public sealed class CharModelTests
{
    private static readonly ModelShape Shape = new(Symbols: 5, Context: 3, Embedding: 4, Hidden: 6);
    private static readonly int[] Contexts = [0, 0, 1, 0, 1, 2, 4, 4, 4, 3, 2, 3];
    private static readonly int[] Targets = [2, 3, 1, 4];

    public static TheoryData<string> Parts => ["embeddings", "hidden weights", "hidden bias", "output weights", "output bias"];

    [Theory]
    [MemberData(nameof(Parts))]
    public void ComputeGradients_OfEveryPart_AreTheSlopesOfTheLoss(string part)
    {
        const float distance = 1e-2f;
        var model = CreateModel();
        model.ComputeGradients(Contexts, Targets);
        var gradients = model.Gradients.ToArray();
        var (first, count) = RangeOf(part).GetOffsetAndLength(gradients.Length);

        for (var i = first; i < first + count; i++)
        {
            var weight = model.Weights[i];
            model.Weights[i] = weight + distance;
            var above = model.ComputeGradients(Contexts, Targets);
            model.Weights[i] = weight - distance;
            var below = model.ComputeGradients(Contexts, Targets);
            model.Weights[i] = weight;

            gradients[i].Should().BeApproximately((float)((above - below) / (2 * distance)), 5e-4f, $"weight {i} of the {part}");
        }

        gradients.AsSpan(first, count).ToArray().Should()
            .Contain(gradient => Math.Abs(gradient) > 5e-3f, "else the comparison says nothing");
    }

    [Fact]
    public void ComputeGradients_Loss_IsTheMeanOfThatOfEachPrediction()
    {
        var model = CreateModel();

        var loss = model.ComputeGradients(Contexts, Targets);

        var expected = Enumerable.Range(0, Targets.Length)
            .Average(i => -Math.Log(model.Predict(Contexts.AsSpan(i * Shape.Context, Shape.Context))[Targets[i]]));
        loss.Should().BeApproximately(expected, 1e-5);
    }

    [Fact]
    public void Predict_ScoresThatExpWouldOverflow_AreProbabilitiesStill()
    {
        var model = CreateModel();
        model.Weights.AsSpan(Shape.OutputBias)[2] = 1_000f;

        var probabilities = model.Predict([0, 1, 2]).ToArray();

        probabilities[2].Should().Be(1f);
        probabilities.Sum().Should().BeApproximately(1f, 1e-6f);
    }

    private static CharModel CreateModel() => new(Shape, CharModel.CreateWeights(Shape, new SeededRandom(7, 0)));

    private static Range RangeOf(string part) => part switch
    {
        "embeddings" => Shape.Embeddings,
        "hidden weights" => Shape.HiddenWeights,
        "hidden bias" => Shape.HiddenBias,
        "output weights" => Shape.OutputWeights,
        _ => Shape.OutputBias,
    };
}
