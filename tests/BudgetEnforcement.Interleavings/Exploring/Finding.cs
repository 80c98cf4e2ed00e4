namespace BudgetEnforcement.Interleavings;

/// <summary>What one strategy found in one scenario.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Strategy">Its name.</param>
/// <param name="Schedules">How many were explored, the one that failed included.</param>
/// <param name="Distinct">How many of them differ from each other.</param>
/// <param name="Bug">What the last of them broke; null where all were right.</param>
/// <param name="Unseen">The outcomes that may come out and never did.</param>
internal sealed record Finding(string Scenario, string Strategy, int Schedules, int Distinct, string? Bug, IReadOnlyList<string> Unseen);
