using System.Text;

namespace BudgetEnforcement.Demo.Learning;

/// <summary>Trains a model on a text, a step at a time. Each epoch visits every place of the text once, in an order of its own.</summary>
internal sealed class Learner
{
    // Streams of random numbers: one for the first weights, one for samples, and one for each epoch.
    private const ulong WeightStream = ulong.MaxValue;
    private const ulong SampleStream = ulong.MaxValue - 1;

    private const double LossMemory = 0.98;
    private const float SampleTemperature = 0.7f;

    private readonly LearnerText _text;
    private readonly LearnerSettings _settings;
    private readonly CharModel _model;
    private readonly Adam _adam;
    private readonly EpochOrder _order;
    private readonly int[] _contexts;
    private readonly int[] _targets;

    internal Learner(LearnerText text, LearnerSettings settings)
        : this(text, CreateState(text, settings))
    {
    }

    /// <summary>Goes on from a state, which the learner takes over.</summary>
    internal Learner(LearnerText text, LearnerState state)
    {
        _text = text;
        _settings = state.Settings;
        Step = state.Step;
        Loss = state.Loss;
        _model = new CharModel(_settings.ShapeFor(text.SymbolCount), state.Weights);
        _adam = new Adam(state.GradientMean, state.GradientSquare);
        _order = new EpochOrder(_settings.Seed, text.Length);
        _contexts = new int[_settings.BatchSize * LearnerSettings.Context];
        _targets = new int[_settings.BatchSize];
    }

    /// <summary>Steps taken since the very beginning.</summary>
    internal long Step { get; private set; }

    /// <summary>The loss, smoothed over some fifty steps, in nats for each character.</summary>
    internal double Loss { get; private set; }

    internal int StepsPerEpoch => ((_text.Length - 1) / _settings.BatchSize) + 1;

    internal int WeightCount => _model.Weights.Length;

    internal LearnerState State => new()
    {
        Settings = _settings,
        TextHash = _text.Hash,
        Step = Step,
        Loss = Loss,
        Weights = _model.Weights,
        GradientMean = _adam.Mean,
        GradientSquare = _adam.Square,
    };

    /// <summary>Whether a state was made for this text and this program.</summary>
    internal static bool Fits(LearnerText text, LearnerState state)
    {
        var count = state.Settings.ShapeFor(text.SymbolCount).ParameterCount;
        return state.TextHash.Span.SequenceEqual(text.Hash.Span)
            && state.Weights.Length == count && state.GradientMean.Length == count && state.GradientSquare.Length == count;
    }

    /// <summary>Learns from the next batch.</summary>
    /// <returns>Its loss before.</returns>
    internal double TrainStep()
    {
        var count = GatherBatch();
        var loss = _model.ComputeGradients(_contexts.AsSpan(0, count * LearnerSettings.Context), _targets.AsSpan(0, count));
        _adam.Update(_model.Weights, _model.Gradients, _settings.LearningRate, Step + 1);
        Loss = Step == 0 ? loss : (LossMemory * Loss) + ((1d - LossMemory) * loss);
        Step++;
        return loss;
    }

    /// <summary>Lets the model write. Takes nothing from the random numbers of the training.</summary>
    internal string Sample(int length)
    {
        var random = new SeededRandom(_settings.Seed, SampleStream);
        var context = new int[LearnerSettings.Context];
        var sample = new StringBuilder(length);
        for (var i = 0; i < length; i++)
        {
            var symbol = Choose(_model.Predict(context), random);
            sample.Append(_text.CharacterOf(symbol));
            context.AsSpan(1).CopyTo(context);
            context[^1] = symbol;
        }

        return sample.ToString();
    }

    private static LearnerState CreateState(LearnerText text, LearnerSettings settings)
    {
        var shape = settings.ShapeFor(text.SymbolCount);
        return new LearnerState
        {
            Settings = settings,
            TextHash = text.Hash,
            Step = 0,
            Loss = Math.Log(text.SymbolCount),
            Weights = CharModel.CreateWeights(shape, new SeededRandom(settings.Seed, WeightStream)),
            GradientMean = new float[shape.ParameterCount],
            GradientSquare = new float[shape.ParameterCount],
        };
    }

    private static int Choose(ReadOnlySpan<float> probabilities, SeededRandom random)
    {
        var sum = 0f;
        foreach (var probability in probabilities)
            sum += MathF.Pow(probability, 1f / SampleTemperature);

        var rest = random.NextUnit() * sum;
        for (var symbol = 0; symbol < probabilities.Length; symbol++)
        {
            rest -= MathF.Pow(probabilities[symbol], 1f / SampleTemperature);
            if (rest < 0f)
                return symbol;
        }

        return probabilities.Length - 1;
    }

    private int GatherBatch()
    {
        var (epoch, batch) = Math.DivRem(Step, StepsPerEpoch);
        var first = (int)batch * _settings.BatchSize;
        var count = Math.Min(_settings.BatchSize, _text.Length - first);
        var places = _order.Of(epoch).Slice(first, count);
        for (var i = 0; i < count; i++)
        {
            _targets[i] = _text[places[i]];
            for (var k = 0; k < LearnerSettings.Context; k++)
                _contexts[(i * LearnerSettings.Context) + k] = _text[places[i] - LearnerSettings.Context + k];
        }

        return count;
    }
}
