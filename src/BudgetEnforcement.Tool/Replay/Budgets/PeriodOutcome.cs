namespace BudgetEnforcement.Tool.Replay.Budgets;

/// <summary>One period of a replay.</summary>
/// <param name="Start">The time of its first cost, in ticks of UTC.</param>
/// <param name="End">When it ended, in ticks of UTC.</param>
/// <param name="Spent">The spend in it.</param>
/// <param name="NotSpent">The costs that would not have been spent.</param>
/// <param name="Stop">The first cost that did not fit; null where all did.</param>
internal sealed record PeriodOutcome(long Start, long End, decimal Spent, decimal NotSpent, RowMark? Stop);
