namespace BudgetEnforcement;

/// <summary>Tells that the spend of a budget passed a threshold on its way up.</summary>
/// <threadsafety>Immutable; may be read from any thread.</threadsafety>
public sealed class BudgetThresholdCrossedEventArgs : EventArgs
{
    /// <summary>Makes the arguments of the event, for tests of handlers.</summary>
    /// <param name="status">The status at the crossing.</param>
    /// <param name="threshold">The portion of the limit that was reached; <see langword="null"/> for a crossing to exceeded.</param>
    /// <param name="report">The budget at the instant of the crossing.</param>
    /// <param name="isAnnouncer">Whether this process announces the crossing for all that share the budget.</param>
    public BudgetThresholdCrossedEventArgs(BudgetStatus status, decimal? threshold, BudgetReport report, bool isAnnouncer = true)
    {
        IsAnnouncer = isAnnouncer;
        Status = status;
        Threshold = threshold;
        Report = report;
    }

    /// <summary>
    /// The status of a budget that has spent exactly up to the threshold: <see cref="BudgetStatus.Ok"/> only for one of
    /// <see cref="BudgetOptions.AlertAt"/> below both thresholds. Where one cost passes several thresholds, each is told by itself, in
    /// ascending order.
    /// </summary>
    public BudgetStatus Status { get; }

    /// <summary>
    /// The portion of the limit that was reached, such as 0.75; <see langword="null"/> only for the crossing to
    /// <see cref="BudgetStatus.Exceeded"/>.
    /// </summary>
    public decimal? Threshold { get; }

    /// <summary>
    /// Whether this process is the one that announces the crossing for all that share the budget, and logs it: for what is to happen once, such
    /// as a message to people. <see langword="true"/> in a budget without a ledger.
    /// </summary>
    public bool IsAnnouncer { get; }

    /// <summary>
    /// The budget at the instant of the crossing. Its own status may be worse than <see cref="Status"/> where one cost passed several
    /// thresholds.
    /// </summary>
    public BudgetReport Report { get; }
}
