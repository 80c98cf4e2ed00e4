namespace BudgetEnforcement.Demo.Commands.Replay;

/// <summary>A cost at which something happened.</summary>
/// <param name="Cost">The cost.</param>
/// <param name="Spent">What was spent once it had been dealt with.</param>
internal sealed record RowMark(RecordedCost Cost, decimal Spent);
