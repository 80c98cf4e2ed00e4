namespace BudgetEnforcement.Demo.Commands.Replay;

/// <summary>The costs of a file, in its order.</summary>
/// <param name="Costs">The costs; rows that were summed into one count once.</param>
/// <param name="BlankRows">Rows of the file that name no cost.</param>
internal sealed record CostTrace(IReadOnlyList<RecordedCost> Costs, int BlankRows);
