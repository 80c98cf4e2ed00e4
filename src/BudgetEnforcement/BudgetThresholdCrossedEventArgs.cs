namespace BudgetEnforcement;

/// <summary>Tells that the spend of a budget passed a threshold on its way up.</summary>
/// <threadsafety>Immutable; may be read from any thread.</threadsafety>
public sealed class BudgetThresholdCrossedEventArgs : EventArgs
{
    internal BudgetThresholdCrossedEventArgs(BudgetStatus status, in BudgetReport report)
    {
        Status = status;
        Report = report;
    }

    /// <summary>
    /// The status that was reached: never <see cref="BudgetStatus.Ok"/>. Where one cost passes several thresholds each is told by itself,
    /// in ascending order.
    /// </summary>
    public BudgetStatus Status { get; }

    /// <summary>
    /// The budget at the instant of the crossing. Its own status may be worse than <see cref="Status"/> where one cost passed several
    /// thresholds.
    /// </summary>
    public BudgetReport Report { get; }
}
