namespace BudgetEnforcement.Tests;

/// <summary>How one budget of a tree starts out.</summary>
/// <param name="Parent">Under which of the budgets before it.</param>
/// <param name="Limit">Its limit.</param>
/// <param name="Spent">What it has spent already.</param>
/// <param name="Thresholds">Where its two warnings begin.</param>
/// <param name="MaxWaiters">How many may wait.</param>
/// <param name="Period">How often it starts again.</param>
internal readonly record struct Beginning(
    int Parent, decimal Limit, decimal Spent, (decimal First, decimal Second) Thresholds, int MaxWaiters, BudgetPeriod Period)
{
    internal static (decimal First, decimal Second) Usual => (0.75m, 0.9m);

    internal BudgetOptions Options(string name) => new()
    {
        Name = name,
        Limit = Limit,
        InitialSpent = Spent,
        Warning75Threshold = Thresholds.First,
        Warning90Threshold = Thresholds.Second,
        MaxWaiters = MaxWaiters,
        Period = Period,
    };

    public override string ToString() =>
        $"limit {Exact.Text(Exact.Of(Limit))}, spent {Exact.Text(Exact.Of(Spent))}"
        + (Thresholds == Usual ? string.Empty : $", thresholds {Exact.Text(Exact.Of(Thresholds.First))}, {Exact.Text(Exact.Of(Thresholds.Second))}")
        + (MaxWaiters == 0 ? string.Empty : $", {MaxWaiters} may wait")
        + (Period == BudgetPeriod.None ? string.Empty : $", {Period}");
}
