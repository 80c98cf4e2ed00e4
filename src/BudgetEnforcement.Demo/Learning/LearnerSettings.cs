namespace BudgetEnforcement.Demo.Learning;

/// <summary>The settings that determine a training run, together with its text.</summary>
/// <param name="Seed">The seed of all its random numbers.</param>
/// <param name="BatchSize">Places of the text to learn from in one step.</param>
/// <param name="Hidden">Hidden units of the model.</param>
/// <param name="LearningRate">How far it goes in one step.</param>
internal sealed record LearnerSettings(ulong Seed, int BatchSize, int Hidden, float LearningRate = LearnerSettings.DefaultLearningRate)
{
    internal const ulong DefaultSeed = 1;
    internal const int DefaultBatchSize = 64;
    internal const int DefaultHidden = 256;
    internal const float DefaultLearningRate = 0.001f;
    internal const int MaxBatchSize = 65_536;
    internal const int MaxHidden = 4_096;

    // The rest is fixed: a demo needs no more knobs.
    internal const int Context = 16;
    internal const int Embedding = 16;

    internal ModelShape ShapeFor(int symbols) => new(symbols, Context, Embedding, Hidden);
}
