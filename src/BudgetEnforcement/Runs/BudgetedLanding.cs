namespace BudgetEnforcement;

/// <summary>The landing of a run that must stop: its last work, paid from the landing reserve.</summary>
/// <threadsafety>Every member may be called from any thread at any time.</threadsafety>
public sealed class BudgetedLanding
{
    private readonly object _sync = new();
    private readonly decimal _ratePerHour;
    private readonly long _startedAt;
    private Money _charged;
    private decimal? _timeCost;

    internal BudgetedLanding(BudgetedRun run, BudgetedRunOutcome outcome, decimal reserve)
    {
        Run = run;
        Outcome = outcome;
        Reserve = reserve;
        _ratePerHour = run.Meter?.RatePerHour ?? 0m;
        _startedAt = run.Meter?.LastAt ?? 0;
    }

    /// <summary>The run that stops.</summary>
    public BudgetedRun Run { get; }

    /// <summary>
    /// Why it stops: <see cref="BudgetedRunOutcome.StoppedByBudget"/>, <see cref="BudgetedRunOutcome.Cancelled"/>, or
    /// <see cref="BudgetedRunOutcome.Failed"/> where the job threw something else when it was told to stop, or beside a refusal.
    /// </summary>
    public BudgetedRunOutcome Outcome { get; }

    /// <summary>What was held for the landing; 0 or more. More than that is recorded too.</summary>
    public decimal Reserve { get; }

    /// <summary>
    /// The cost of the landing until now, or its total cost once it has ended: its time and what it charged. What it charged is recorded
    /// already, so a checkpoint that keeps the spend saves the spend of the budget plus <see cref="PendingCost"/>, not plus this.
    /// </summary>
    public decimal Cost
    {
        get
        {
            var time = Money.From(TimeCost);
            lock (_sync)
                return Money.AddSaturating(_charged, time).ToDecimal(roundUp: true);
        }
    }

    /// <summary>The costs that the landing charged, without its time.</summary>
    internal decimal Charged
    {
        get
        {
            lock (_sync)
                return _charged.ToDecimal(roundUp: true);
        }
    }

    /// <summary>
    /// The cost of the time of the landing until now, which is recorded when the landing ends; from then on 0. A checkpoint that keeps the
    /// spend saves the spend of the budget plus this.
    /// </summary>
    public decimal PendingCost
    {
        get
        {
            lock (_sync)
            {
                if (_timeCost is not null)
                    return 0m;
            }

            return TimeCost;
        }
    }

    private decimal TimeCost
    {
        get
        {
            lock (_sync)
            {
                if (_timeCost is { } ended)
                    return ended;
            }

            if (_ratePerHour == 0)
                return 0m;
            var clock = Run.Budget.TimeProvider;
            return Accrual.CostOf(_ratePerHour, Math.Max(clock.GetTimestamp() - _startedAt, 0), clock.TimestampFrequency);
        }
    }

    /// <summary>Records a cost of the landing, such as an upload, at once; its time is charged anyway.</summary>
    /// <param name="amount">The cost; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    /// <exception cref="OverflowException">A total would pass 192 bits of 10⁻²⁸ units. Nothing was recorded.</exception>
    public void AddCost(decimal amount)
    {
        Run.Budget.AddCost(amount);
        lock (_sync)
            _charged = Money.AddSaturating(_charged, Money.From(amount));
    }

    /// <summary>Ends the landing.</summary>
    /// <returns>The cost of its time, which the caller must record.</returns>
    internal decimal End()
    {
        var cost = TimeCost;
        lock (_sync)
            _timeCost = cost;
        return cost;
    }
}
