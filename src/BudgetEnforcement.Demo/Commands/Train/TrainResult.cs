namespace BudgetEnforcement.Demo.Commands.Train;

/// <summary>How a run ended.</summary>
internal sealed record TrainResult
{
    internal required BudgetedRunOutcome Outcome { get; init; }

    /// <summary>Whether the run was refused because its projected cost does not fit.</summary>
    internal bool DoesNotFit { get; init; }

    /// <summary>Whether the ledger of the budget does not answer, so that the run could get no more money even where some is left.</summary>
    internal bool IsLedgerAway { get; init; }

    internal required TrainProgress Progress { get; init; }

    /// <summary>The budget when all was recorded, saving the checkpoint included.</summary>
    internal required BudgetReport Report { get; init; }

    /// <summary>The time from the pre-flight to the end.</summary>
    internal required TimeSpan Elapsed { get; init; }

    /// <summary>A text that the model writes, or null where nothing was trained.</summary>
    internal string? Sample { get; init; }

    /// <summary>Where the checkpoint is, or null where none was saved.</summary>
    internal string? Checkpoint { get; init; }

    /// <summary>Why a checkpoint that should have been saved was not.</summary>
    internal string? CheckpointProblem { get; init; }
}
