namespace BudgetEnforcement.Tests;

/// <summary>How one budget of a tree starts out.</summary>
/// <param name="Parent">Under which of the budgets before it.</param>
/// <param name="AlsoUnder">Under which of them too; the same one, or none before it, for no other.</param>
/// <param name="Limit">Its limit.</param>
/// <param name="Spent">What it has spent already.</param>
/// <param name="Thresholds">Where its two warnings begin.</param>
/// <param name="AlertAt">Which further portions it announces.</param>
/// <param name="MaxWaiters">How many may wait.</param>
/// <param name="MaxHours">How many hours each of them may wait; 0 for no bound.</param>
/// <param name="Period">How often it starts again.</param>
internal readonly record struct Beginning(
    int Parent,
    int AlsoUnder,
    decimal Limit,
    decimal Spent,
    (decimal First, decimal Second) Thresholds,
    decimal[] AlertAt,
    int MaxWaiters,
    int MaxHours,
    BudgetPeriod Period)
{
    internal static (decimal First, decimal Second) Usual => (0.75m, 0.9m);

    internal TimeSpan? MaxWait => MaxHours == 0 ? null : TimeSpan.FromHours(MaxHours);

    internal BudgetOptions Options(string name)
    {
        var options = new BudgetOptions
        {
            Name = name,
            Limit = Limit,
            InitialSpent = Spent,
            Warning75Threshold = Thresholds.First,
            Warning90Threshold = Thresholds.Second,
            MaxWaiters = MaxWaiters,
            MaxWait = MaxWait,
            Period = Period,
        };
        foreach (var portion in AlertAt)
            options.AlertAt.Add(portion);
        return options;
    }

    public override string ToString() =>
        $"limit {Exact.Text(Exact.Of(Limit))}, spent {Exact.Text(Exact.Of(Spent))}"
        + (Thresholds == Usual ? string.Empty : $", thresholds {Exact.Text(Exact.Of(Thresholds.First))}, {Exact.Text(Exact.Of(Thresholds.Second))}")
        + (AlertAt.Length == 0 ? string.Empty : $", alerts at {string.Join(", ", AlertAt.Select(static portion => Exact.Text(Exact.Of(portion))))}")
        + (MaxWaiters == 0 ? string.Empty : $", {MaxWaiters} may wait")
        + (MaxWaiters == 0 || MaxHours == 0 ? string.Empty : $" for {MaxHours} hours")
        + (Period == BudgetPeriod.None ? string.Empty : $", {Period}");
}
