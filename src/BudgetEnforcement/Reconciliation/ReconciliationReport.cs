using System.Globalization;

namespace BudgetEnforcement;

/// <summary>What one comparison of recorded and billed costs found.</summary>
/// <threadsafety>Immutable: safe for use by several threads.</threadsafety>
public sealed record ReconciliationReport
{
    internal ReconciliationReport(DateTimeOffset settledUntil, IReadOnlyList<ReconciledCost> costs) => (SettledUntil, Costs) = (settledUntil, costs);

    /// <summary>The end of the time that was compared, exclusive, in UTC: younger costs are not settled yet.</summary>
    public DateTimeOffset SettledUntil { get; }

    /// <summary>
    /// The windows that were compared, by label and time. A window of a label in which nothing was recorded and nothing was billed is left out. Empty where
    /// nothing is settled yet.
    /// </summary>
    public IReadOnlyList<ReconciledCost> Costs { get; }

    /// <summary>The report in one line for people, the same under every culture.</summary>
    /// <returns>For example <c>until 2026-03-17 14:00: 12 compared, 3 adjusted</c>.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"until {SettledUntil:yyyy-MM-dd HH:mm}: {Costs.Count} compared, {Costs.Count(static cost => cost.Adjustment != 0m)} adjusted");
}
