namespace BudgetEnforcement;

/// <content>What forecasts and comparisons with bills need beside the reports of a path.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>The budgets of the path with their calendars, in the order of <see cref="GetPath()"/>.</summary>
    internal IReadOnlyList<PathLevel> GetPathLevels()
    {
        // A budget keeps its calendar and its parents for life, so no lock is needed.
        var levels = new List<PathLevel>();
        foreach (var state in _state.Path)
            levels.Add(new PathLevel((BudgetEnforcer)state.Owner!, state.Calendar));
        return levels;
    }
}
