namespace BudgetEnforcement.Demo.Commands.Replay;

/// <summary>What to replay, and under which budget.</summary>
/// <param name="File">The file of recorded costs.</param>
/// <param name="Limit">The limit of the budget, in the unit of the costs.</param>
/// <param name="Delimiter">What stands between two fields.</param>
/// <param name="Columns">Where a cost is found in a row.</param>
/// <param name="GroupBy">The column whose equal values make rows one cost, or null.</param>
/// <param name="Mode">What to do about a cost that does not fit.</param>
/// <param name="Json">Whether the result is for a program.</param>
/// <param name="Chart">Where the chart goes, or null.</param>
/// <param name="IsSample">Whether the costs are those of the program itself.</param>
internal sealed record ReplayOptions(
    string File,
    decimal Limit,
    char Delimiter,
    CostColumns Columns,
    string? GroupBy,
    ReplayMode Mode,
    bool Json,
    string? Chart,
    bool IsSample);
