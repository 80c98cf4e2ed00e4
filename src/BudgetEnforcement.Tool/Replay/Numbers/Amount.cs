namespace BudgetEnforcement.Tool.Replay.Numbers;

/// <summary>An amount of money as it stands in a file.</summary>
/// <param name="Value">The amount; below 0 for a credit.</param>
/// <param name="IsRounded">Whether it has more digits than decimal holds, and was rounded up.</param>
/// <param name="Currency">The sign or the code of the currency beside it; null where there is none.</param>
internal readonly record struct Amount(decimal Value, bool IsRounded, string? Currency);
