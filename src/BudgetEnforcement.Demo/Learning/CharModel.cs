using System.Numerics.Tensors;

namespace BudgetEnforcement.Demo.Learning;

/// <summary>
/// A small language model: the symbols before a place are embedded side by side, go through one hidden layer of tanh units, and a
/// softmax over all symbols says which comes next.
/// </summary>
internal sealed class CharModel
{
    private readonly ModelShape _shape;
    private readonly float[] _inputs;
    private readonly float[] _inputGradients;
    private readonly float[] _hidden;
    private readonly float[] _hiddenGradients;
    private readonly float[] _slopes;
    private readonly float[] _outputs;

    internal CharModel(ModelShape shape, float[] weights)
    {
        _shape = shape;
        Weights = weights;
        Gradients = new float[shape.ParameterCount];
        _inputs = new float[shape.Inputs];
        _inputGradients = new float[shape.Inputs];
        _hidden = new float[shape.Hidden];
        _hiddenGradients = new float[shape.Hidden];
        _slopes = new float[shape.Hidden];
        _outputs = new float[shape.Symbols];
    }

    internal float[] Weights { get; }

    /// <summary>The slope of the loss of the last batch for each weight.</summary>
    internal float[] Gradients { get; }

    /// <summary>Weights to start from: small, and smaller where more of them meet in one unit.</summary>
    internal static float[] CreateWeights(ModelShape shape, SeededRandom random)
    {
        var weights = new float[shape.ParameterCount];
        Fill(weights.AsSpan(shape.Embeddings), 1f, random);
        Fill(weights.AsSpan(shape.HiddenWeights), MathF.Sqrt(3f / shape.Inputs), random);
        Fill(weights.AsSpan(shape.OutputWeights), MathF.Sqrt(3f / shape.Hidden) / 4f, random);
        return weights;
    }

    /// <summary>The probability of each symbol to come next. The span is valid until the next call.</summary>
    internal ReadOnlySpan<float> Predict(ReadOnlySpan<int> context)
    {
        Forward(context);
        return _outputs;
    }

    /// <summary>Computes the mean loss of a batch, in nats for each symbol, and its <see cref="Gradients"/>.</summary>
    /// <param name="contexts">The contexts of the batch, one behind the other.</param>
    /// <param name="targets">The symbol that came next in each.</param>
    internal double ComputeGradients(ReadOnlySpan<int> contexts, ReadOnlySpan<int> targets)
    {
        Array.Clear(Gradients);
        var loss = 0d;
        for (var i = 0; i < targets.Length; i++)
        {
            var context = contexts.Slice(i * _shape.Context, _shape.Context);
            Forward(context);
            loss -= Math.Log(Math.Max(_outputs[targets[i]], float.Epsilon));
            Backward(context, targets[i], 1f / targets.Length);
        }

        return loss / targets.Length;
    }

    private static void Fill(Span<float> weights, float reach, SeededRandom random)
    {
        foreach (ref var weight in weights)
            weight = ((2f * random.NextUnit()) - 1f) * reach;
    }

    private void Forward(ReadOnlySpan<int> context)
    {
        var embeddings = Weights.AsSpan(_shape.Embeddings);
        for (var i = 0; i < context.Length; i++)
            Row(embeddings, context[i], _shape.Embedding).CopyTo(Row(_inputs, i, _shape.Embedding));

        Multiply(Weights.AsSpan(_shape.HiddenWeights), _inputs, _hidden);
        TensorPrimitives.Add(_hidden, Weights.AsSpan(_shape.HiddenBias), _hidden);
        TensorPrimitives.Tanh(_hidden, _hidden);

        Multiply(Weights.AsSpan(_shape.OutputWeights), _hidden, _outputs);
        TensorPrimitives.Add(_outputs, Weights.AsSpan(_shape.OutputBias), _outputs);

        // Softmax is the same for shifted scores, and cannot overflow once the largest is 0.
        TensorPrimitives.Subtract(_outputs, TensorPrimitives.Max<float>(_outputs), _outputs);
        TensorPrimitives.SoftMax(_outputs, _outputs);
    }

    // Walks the way of Forward back: _outputs holds the probabilities and becomes their slopes.
    private void Backward(ReadOnlySpan<int> context, int target, float scale)
    {
        _outputs[target] -= 1f;
        TensorPrimitives.Multiply(_outputs, scale, _outputs);
        var outputBias = Gradients.AsSpan(_shape.OutputBias);
        TensorPrimitives.Add(outputBias, _outputs, outputBias);
        MultiplyBack(_shape.OutputWeights, _hidden, _outputs, _hiddenGradients);

        // The slope of tanh is 1 − tanh².
        TensorPrimitives.Multiply(_hidden, _hidden, _slopes);
        TensorPrimitives.Subtract(1f, _slopes, _slopes);
        TensorPrimitives.Multiply(_hiddenGradients, _slopes, _hiddenGradients);
        var hiddenBias = Gradients.AsSpan(_shape.HiddenBias);
        TensorPrimitives.Add(hiddenBias, _hiddenGradients, hiddenBias);
        MultiplyBack(_shape.HiddenWeights, _inputs, _hiddenGradients, _inputGradients);

        var embeddings = Gradients.AsSpan(_shape.Embeddings);
        for (var i = 0; i < context.Length; i++)
        {
            var row = Row(embeddings, context[i], _shape.Embedding);
            TensorPrimitives.Add(row, Row(_inputGradients, i, _shape.Embedding), row);
        }
    }

    private static void Multiply(ReadOnlySpan<float> matrix, ReadOnlySpan<float> vector, Span<float> result)
    {
        for (var i = 0; i < result.Length; i++)
            result[i] = TensorPrimitives.Dot(matrix.Slice(i * vector.Length, vector.Length), vector);
    }

    private void MultiplyBack(Range matrix, ReadOnlySpan<float> inputs, ReadOnlySpan<float> slopes, Span<float> inputSlopes)
    {
        var weights = Weights.AsSpan(matrix);
        var gradients = Gradients.AsSpan(matrix);
        inputSlopes.Clear();
        for (var i = 0; i < slopes.Length; i++)
        {
            var row = Row(gradients, i, inputs.Length);
            TensorPrimitives.MultiplyAdd(inputs, slopes[i], row, row);
            TensorPrimitives.MultiplyAdd(Row(weights, i, inputs.Length), slopes[i], inputSlopes, inputSlopes);
        }
    }

    private static Span<float> Row(Span<float> matrix, int row, int width) => matrix.Slice(row * width, width);
}
