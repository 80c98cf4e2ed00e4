namespace BudgetEnforcement;

/// <content>The numbers that forecasts read.</content>
internal sealed partial class BudgetState
{
    /// <summary>When the periods of this budget end; null where it has no period.</summary>
    internal PeriodCalendar? Calendar => _calendar ?? Slice?.Calendar;
}
