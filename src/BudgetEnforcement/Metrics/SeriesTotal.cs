namespace BudgetEnforcement;

/// <summary>The total of the budgets of a series.</summary>
internal struct SeriesTotal(in MetricSum recordedByGone)
{
    private MetricSum _limit;
    private MetricSum _spent;
    private MetricSum _reserved;
    private MetricSum _overage;
    private MetricSum _recorded = recordedByGone;

    internal readonly double Limit => _limit.ToDouble();

    internal readonly double Spent => _spent.ToDouble();

    internal readonly double Reserved => _reserved.ToDouble();

    internal readonly double Overage => _overage.ToDouble();

    internal readonly double Recorded => _recorded.ToDouble();

    internal readonly double Utilization => Limit is var limit && limit == 0 ? 0 : Spent / limit;

    internal double OpenReservations { get; private set; }

    internal double Waiters { get; private set; }

    /// <param name="reading">The numbers of a budget.</param>
    /// <param name="isWithdrawn">Whether the budget is closed; then only its recorded costs count.</param>
    internal void Add(in BudgetMetricsReading reading, bool isWithdrawn)
    {
        _recorded.Add(reading.Recorded);
        if (isWithdrawn)
            return;
        _limit.Add(reading.Limit);
        _spent.Add(reading.Spent);
        _reserved.Add(reading.Reserved);
        _overage.Add(reading.Overage);
        OpenReservations += reading.OpenReservations;
        Waiters += reading.Waiters;
    }
}
