namespace BudgetEnforcement.Interleavings;

/// <summary>A small race with a name.</summary>
/// <param name="Name">What races with what.</param>
/// <param name="Begin">Makes a fresh run of it; called for every schedule.</param>
/// <param name="Allowed">
/// The outcomes that are right; null where they are those of the steps one after the other, in any order, so that every step must look
/// as if it happened at one instant.
/// </param>
/// <param name="IsSmall">Whether it has so few schedules that every one can be explored.</param>
internal sealed record Scenario(string Name, Func<Play> Begin, IReadOnlyList<string>? Allowed = null, bool IsSmall = false);
