namespace BudgetEnforcement.Demo.Commands.Train;

/// <summary>What to train, and under which budget.</summary>
internal sealed record TrainOptions
{
    /// <summary>The text, or null for the README of this project.</summary>
    internal string? File { get; init; }

    internal required int Epochs { get; init; }

    internal required decimal RatePerHour { get; init; }

    internal required decimal Budget { get; init; }

    internal required string Checkpoint { get; init; }

    internal bool Resume { get; init; }

    internal bool RequireFit { get; init; }

    /// <summary>Null for the default, or for that of the checkpoint where one is resumed; so are the next two.</summary>
    internal ulong? Seed { get; init; }

    internal int? BatchSize { get; init; }

    internal int? Hidden { get; init; }
}
