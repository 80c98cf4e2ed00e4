namespace BudgetEnforcement.Demo.Train;

/// <summary>Why a run came to its end.</summary>
internal enum TrainEnding
{
    /// <summary>All epochs are done.</summary>
    Completed,

    /// <summary>The budget has no room for another step.</summary>
    StoppedByBudget,

    /// <summary>The projected cost does not fit, and it was to fit.</summary>
    DoesNotFit,

    /// <summary>The user asked for the end.</summary>
    Interrupted,
}
