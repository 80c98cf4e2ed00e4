namespace BudgetEnforcement.Terminal;

/// <summary>The outcome of reading a text that should be a number.</summary>
internal enum ParseOutcome
{
    /// <summary>It is one, to the last digit.</summary>
    Exact,

    /// <summary>It is none.</summary>
    NotANumber,

    /// <summary>It is one that <see cref="decimal"/> would have to round, or cannot hold at all.</summary>
    NotExact,
}
