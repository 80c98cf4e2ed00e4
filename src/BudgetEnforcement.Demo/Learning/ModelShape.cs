namespace BudgetEnforcement.Demo.Learning;

/// <summary>The size of a model, and where in one flat array each of its parts lies.</summary>
/// <param name="Symbols">How many symbols it tells apart.</param>
/// <param name="Context">How many symbols it sees before the one it predicts.</param>
/// <param name="Embedding">How many numbers stand for one symbol.</param>
/// <param name="Hidden">How many hidden units it has.</param>
internal readonly record struct ModelShape(int Symbols, int Context, int Embedding, int Hidden)
{
    internal int Inputs => Context * Embedding;

    internal Range Embeddings => new(0, Symbols * Embedding);

    internal Range HiddenWeights => After(Embeddings, Hidden * Inputs);

    internal Range HiddenBias => After(HiddenWeights, Hidden);

    internal Range OutputWeights => After(HiddenBias, Symbols * Hidden);

    internal Range OutputBias => After(OutputWeights, Symbols);

    internal int ParameterCount => OutputBias.End.Value;

    private static Range After(Range previous, int length) => new(previous.End, previous.End.Value + length);
}
