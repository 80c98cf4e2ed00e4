namespace BudgetEnforcement.Demo.Learning;

/// <summary>All that a learner knows: enough to go on as if nothing had happened.</summary>
internal sealed record LearnerState
{
    internal required LearnerSettings Settings { get; init; }

    /// <summary>The hash of the text that it learns from.</summary>
    internal required ReadOnlyMemory<byte> TextHash { get; init; }

    internal required long Step { get; init; }

    internal required double Loss { get; init; }

    internal required float[] Weights { get; init; }

    internal required float[] GradientMean { get; init; }

    internal required float[] GradientSquare { get; init; }
}
