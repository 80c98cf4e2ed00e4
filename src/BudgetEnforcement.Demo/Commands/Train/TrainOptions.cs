namespace BudgetEnforcement.Demo.Commands.Train;

/// <summary>What to train, and under which budget.</summary>
internal sealed record TrainOptions
{
    internal const string DefaultCheckpoint = "budget-demo.checkpoint";

    /// <summary>The text, or null for the README of this project.</summary>
    internal string? File { get; init; }

    internal required int Epochs { get; init; }

    internal required decimal RatePerHour { get; init; }

    internal required decimal Budget { get; init; }

    /// <summary>Whether the user gave <see cref="Budget"/>, so that it counts for all processes that share the budget.</summary>
    internal bool SetsBudget { get; init; }

    /// <summary>The ledger that the budget stands in, or null for a budget of this process alone.</summary>
    internal string? Ledger { get; init; }

    /// <summary>Where to save to, or null for the default.</summary>
    internal string? CheckpointOrDefault { get; init; }

    /// <summary>Where to save to, once that is known.</summary>
    internal string Checkpoint => CheckpointOrDefault ?? DefaultCheckpoint;

    internal bool Resume { get; init; }

    internal bool RequireFit { get; init; }

    /// <summary>Null for the default, or for that of the checkpoint where one is resumed; so are the next two.</summary>
    internal ulong? Seed { get; init; }

    internal int? BatchSize { get; init; }

    internal int? Hidden { get; init; }
}
