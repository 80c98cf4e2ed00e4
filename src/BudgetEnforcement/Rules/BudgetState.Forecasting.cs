namespace BudgetEnforcement;

/// <content>What forecasts need to know.</content>
internal sealed partial class BudgetState
{
    /// <summary>When the spend starts again from 0; null for never.</summary>
    internal PeriodCalendar? Calendar => _calendar;
}
