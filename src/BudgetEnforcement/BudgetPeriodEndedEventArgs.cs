namespace BudgetEnforcement;

/// <summary>Tells that a period of a budget ended.</summary>
/// <param name="report">The budget as the period ended.</param>
/// <threadsafety>Immutable; may be read from any thread.</threadsafety>
public sealed class BudgetPeriodEndedEventArgs(BudgetReport report) : EventArgs
{
    /// <summary>The budget as the period ended: its last numbers before the spend started again from 0.</summary>
    public BudgetReport Report { get; } = report;
}
