namespace BudgetEnforcement.Tool.Replay;

/// <summary>One cost of a file.</summary>
/// <param name="Amount">The cost; below 0 for a credit.</param>
/// <param name="Ticks">When, in ticks of UTC; 0 where times are not read.</param>
/// <param name="Line">The line of the file on which it begins, from 1; for a group, where its first row begins.</param>
/// <param name="File">The index of the file.</param>
internal readonly record struct CostRow(decimal Amount, long Ticks, long Line, int File);
