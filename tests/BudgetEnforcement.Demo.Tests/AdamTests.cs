using BudgetEnforcement.Demo.Learning;

namespace BudgetEnforcement.Demo.Tests;

public sealed class AdamTests
{
    [Fact]
    public void Update_WithSteadyGradients_MovesEachWeightByTheLearningRateAgainstThem()
    {
        // Adam corrects its first steps to have this property, which does not depend on the size of a gradient.
        var adam = new Adam(new float[3], new float[3]);
        float[] weights = [1f, 1f, 1f];

        for (var step = 1; step <= 5; step++)
            adam.Update(weights, [2f, -0.003f, 0f], learningRate: 0.1f, step);

        weights[0].Should().BeApproximately(0.5f, 1e-4f);
        weights[1].Should().BeApproximately(1.5f, 1e-4f);
        weights[2].Should().Be(1f);
    }
}
