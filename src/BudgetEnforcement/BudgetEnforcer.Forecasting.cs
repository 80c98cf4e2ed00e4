namespace BudgetEnforcement;

/// <content>The calendars that forecasts need beside the reports of a path.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>
    /// When the periods of the budgets of the path end, in the order of <see cref="GetPath()"/>; null for a budget without a period.
    /// </summary>
    internal IReadOnlyList<PeriodCalendar?> GetPathCalendars()
    {
        // A budget keeps its calendar and its parents for life, so no lock is needed.
        var calendars = new List<PeriodCalendar?>();
        foreach (var state in _state.Path)
            calendars.Add(state.Calendar);
        return calendars;
    }
}
