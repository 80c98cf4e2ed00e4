using System.Numerics.Tensors;

namespace BudgetEnforcement.Demo.Learning;

/// <summary>The Adam optimizer (Kingma and Ba, 2015).</summary>
/// <param name="mean">The running mean of each gradient; a checkpoint keeps it.</param>
/// <param name="square">The running mean of its square.</param>
internal sealed class Adam(float[] mean, float[] square)
{
    private const float MeanDecay = 0.9f;
    private const float SquareDecay = 0.999f;
    private const float Epsilon = 1e-8f;

    private readonly float[] _scratch = new float[mean.Length];

    internal float[] Mean => mean;

    internal float[] Square => square;

    /// <summary>Moves the weights against their gradients.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="learningRate">How far.</param>
    /// <param name="step">The number of this step, from 1.</param>
    internal void Update(Span<float> weights, ReadOnlySpan<float> gradients, float learningRate, long step)
    {
        TensorPrimitives.Multiply(mean, MeanDecay, mean);
        TensorPrimitives.MultiplyAdd(gradients, 1f - MeanDecay, mean, mean);

        TensorPrimitives.Multiply(gradients, gradients, _scratch);
        TensorPrimitives.Multiply(square, SquareDecay, square);
        TensorPrimitives.MultiplyAdd(_scratch, 1f - SquareDecay, square, square);

        // Both means start at 0; these factors take that start out of them.
        var meanFactor = (float)(1d / (1d - Math.Pow(MeanDecay, step)));
        var squareFactor = (float)(1d / (1d - Math.Pow(SquareDecay, step)));
        TensorPrimitives.Multiply(square, squareFactor, _scratch);
        TensorPrimitives.Sqrt(_scratch, _scratch);
        TensorPrimitives.Add(_scratch, Epsilon, _scratch);
        TensorPrimitives.Divide(mean, _scratch, _scratch);
        TensorPrimitives.MultiplyAdd(_scratch, -learningRate * meanFactor, weights, weights);
    }
}
