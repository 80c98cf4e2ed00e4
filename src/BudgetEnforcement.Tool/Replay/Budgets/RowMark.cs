namespace BudgetEnforcement.Tool.Replay.Budgets;

/// <summary>A cost at which something happened.</summary>
/// <param name="Cost">The cost.</param>
/// <param name="Row">Its ordinal among the costs, from 1.</param>
/// <param name="Spent">The spend after it.</param>
internal sealed record RowMark(CostRow Cost, long Row, decimal Spent);
