namespace BudgetEnforcement.AI;

/// <summary>Kinds of tokens that have prices of their own.</summary>
[Flags]
public enum AIKinds
{
    /// <summary>No kind but plain text.</summary>
    None = 0,

    /// <summary>
    /// Input that the provider writes to its cache for five minutes or as long as it likes, which some providers do unasked.
    /// </summary>
    CacheWrite = 1,

    /// <summary>Input that the provider writes to its cache for an hour, which is done only where the request asks for it.</summary>
    CacheWrite1h = 2,

    /// <summary>Audio in the input.</summary>
    InputAudio = 4,

    /// <summary>Images in the input.</summary>
    InputImage = 8,

    /// <summary>Audio in the output.</summary>
    OutputAudio = 16,

    /// <summary>Images in the output.</summary>
    OutputImage = 32,
}
