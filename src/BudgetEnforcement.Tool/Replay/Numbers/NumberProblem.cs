namespace BudgetEnforcement.Tool.Replay.Numbers;

/// <summary>The outcome of reading a text that should be a number.</summary>
internal enum NumberProblem
{
    /// <summary>Nothing stands in the way.</summary>
    None,

    /// <summary>It is none.</summary>
    NotANumber,

    /// <summary>Its only separator may stand before decimals or between thousands.</summary>
    Ambiguous,

    /// <summary>Its decimals stand behind another separator than those of a number before it in the same file.</summary>
    OtherSeparator,

    /// <summary>It is more than <see cref="decimal"/> holds.</summary>
    TooLarge,
}
