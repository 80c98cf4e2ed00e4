namespace BudgetEnforcement.Tool.Replay.Times;

/// <summary>The outcome of reading a text that should be a time.</summary>
internal enum TimeProblem
{
    /// <summary>Nothing stands in the way.</summary>
    None,

    /// <summary>It is none.</summary>
    NotATime,

    /// <summary>Its day may be its month.</summary>
    Ambiguous,
}
