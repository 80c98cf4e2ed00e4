using System.Globalization;

namespace BudgetEnforcement;

/// <summary>What one comparison of recorded and billed costs found.</summary>
/// <threadsafety>Immutable: safe for use by several threads.</threadsafety>
public sealed record ReconciliationReport
{
    internal ReconciliationReport(DateTimeOffset settledUntil, IReadOnlyList<ReconciledCost> costs, in Money recorded, MoneyBalance billed)
    {
        SettledUntil = settledUntil;
        Costs = costs;
        Recorded = recorded.ToDecimal(roundUp: true);
        Billed = billed.ToDecimal();
        Drift = billed.DriftOf(recorded);
    }

    /// <summary>The end of what was compared, exclusive, in UTC: what is younger is not settled yet.</summary>
    public DateTimeOffset SettledUntil { get; }

    /// <summary>
    /// The windows that were compared, by label and time. A window of a label in which nothing was recorded and nothing was billed is left out. Empty where
    /// nothing is settled yet.
    /// </summary>
    public IReadOnlyList<ReconciledCost> Costs { get; }

    /// <summary>What was recorded under labels that belong to a budget, in the windows of <see cref="Costs"/>; 0 or more.</summary>
    public decimal Recorded { get; }

    /// <summary>What was billed under the same labels in the same windows.</summary>
    public decimal Billed { get; }

    /// <summary><see cref="Recorded"/> ÷ <see cref="Billed"/>; <see langword="null"/> where nothing was billed.</summary>
    public decimal? Drift { get; }

    /// <summary>The report in one line for people, the same under every culture.</summary>
    /// <returns>For example <c>until 2026-03-17 14:00: 9.50 recorded, 10.00 billed, drift 0.95</c>.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"until {SettledUntil:yyyy-MM-dd HH:mm}: {Recorded} recorded, {Billed} billed, drift {Drift?.ToString("0.####", CultureInfo.InvariantCulture) ?? "unknown"}");
}
