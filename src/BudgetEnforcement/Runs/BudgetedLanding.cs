namespace BudgetEnforcement;

/// <summary>The landing of a run that must stop: what it still does, paid from its landing reserve.</summary>
/// <threadsafety>Every member may be called from any thread at any time.</threadsafety>
public sealed class BudgetedLanding
{
    private readonly object _sync = new();
    private readonly decimal _ratePerHour;
    private readonly long _startedAt;
    private Money _charged;

    internal BudgetedLanding(BudgetedRun run, BudgetedRunOutcome outcome, decimal reserve, decimal ratePerHour, long startedAt)
    {
        Run = run;
        Outcome = outcome;
        Reserve = reserve;
        _ratePerHour = ratePerHour;
        _startedAt = startedAt;
    }

    /// <summary>The run that stops.</summary>
    public BudgetedRun Run { get; }

    /// <summary>
    /// Why it stops: <see cref="BudgetedRunOutcome.StoppedByBudget"/>, <see cref="BudgetedRunOutcome.Cancelled"/>, or
    /// <see cref="BudgetedRunOutcome.Failed"/> where the job threw something else when it was told to stop.
    /// </summary>
    public BudgetedRunOutcome Outcome { get; }

    /// <summary>What was held for the landing; 0 or more. More than that is recorded too.</summary>
    public decimal Reserve { get; }

    /// <summary>What the landing costs until now: its time and what it charged.</summary>
    public decimal Cost
    {
        get
        {
            var time = Money.From(PendingCost);
            lock (_sync)
                return Money.AddSaturating(_charged, time).ToDecimal(roundUp: true);
        }
    }

    /// <summary>What it charged, without its time.</summary>
    internal decimal Charged
    {
        get
        {
            lock (_sync)
                return _charged.ToDecimal(roundUp: true);
        }
    }

    /// <summary>
    /// What the time of the landing costs until now. It is recorded when the landing ends, so a checkpoint that is to know what was spent
    /// saves the spend of the budget plus this.
    /// </summary>
    public decimal PendingCost
    {
        get
        {
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
}
