namespace BudgetEnforcement.Demo.Commands.Replay;

/// <summary>One cost of a file.</summary>
/// <param name="Row">Its ordinal among the costs, from 1.</param>
/// <param name="Line">The line of the file on which it begins, from 1; for a group, where its first row begins.</param>
/// <param name="Amount">What was spent.</param>
internal readonly record struct RecordedCost(int Row, long Line, decimal Amount);
