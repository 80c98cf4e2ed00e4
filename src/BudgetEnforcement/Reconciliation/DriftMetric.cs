using System.Diagnostics.Metrics;

namespace BudgetEnforcement;

/// <summary>
/// The metric <c>budget_enforcement.drift</c>: recorded ÷ billed in the windows that a living reconciler compares, by source and by name of the budget where it has
/// one.
/// </summary>
/// <remarks>No foreign code runs under its lock.</remarks>
internal static class DriftMetric
{
    private static readonly Meter Meter = new(BudgetMetrics.MeterName, typeof(DriftMetric).Assembly.GetName().Version?.ToString(3));
    private static readonly WeakList<DriftSeries> Series = new();
    private static readonly object Gate = new();
    private static int _isMade;

    /// <remarks>It calls listeners, so no caller may hold a lock.</remarks>
    internal static void Publish(DriftSeries series)
    {
        lock (Gate)
            Series.Add(series);
        if (Interlocked.Exchange(ref _isMade, 1) != 0)
            return;
        try
        {
            Meter.CreateObservableGauge("budget_enforcement.drift", Observe, "1", "What was recorded, as a portion of what was billed.");
        }
#pragma warning disable CA1031 // A listener is foreign code. The meter has the instrument all the same.
        catch
#pragma warning restore CA1031
        {
            // An exception of a listener has no log to go to.
        }
    }

    private static IEnumerable<Measurement<double>> Observe()
    {
        var living = new List<DriftSeries>();
        lock (Gate)
            Series.CopyLivingTo(living);
        return living.SelectMany(static series => series.Latest);
    }
}

/// <summary>The drift of one reconciler as of its last comparison.</summary>
internal sealed class DriftSeries(string source)
{
    internal IReadOnlyList<Measurement<double>> Latest { get; private set => Volatile.Write(ref field, value); } = [];

    internal void Set(IReadOnlyList<ReconciledCost> costs) => Latest =
    [
        .. costs.Where(static cost => cost.Budget is not null).GroupBy(static cost => (cost.Budget!.Name, cost.Budget.Currency))
            .Select(static budget => (budget.Key, Recorded: budget.Sum(static cost => (double)cost.Recorded), Billed: budget.Sum(static cost => (double)cost.Billed)))
            .Where(static sum => sum.Billed > 0)
            .Select(sum => new Measurement<double>(sum.Recorded / sum.Billed, Tags(sum.Key.Name, sum.Key.Currency))),
    ];

    private KeyValuePair<string, object?>[] Tags(string name, string currency) =>
        name == BudgetOptions.UnnamedBudget ? [new("source", source), new("currency", currency)] : [new("source", source), new("name", name), new("currency", currency)];
}
