namespace BudgetEnforcement;

/// <summary>The landing of a run that must stop: what it still does, paid from its landing reserve.</summary>
/// <threadsafety>Every member may be called from any thread at any time.</threadsafety>
public sealed class BudgetedLanding
{
    private readonly object _sync = new();
    private readonly decimal _ratePerHour;
    private readonly long _startedAt;
    private Money _charged;

    internal BudgetedLanding(BudgetedRun run, BudgetedRunOutcome outcome, decimal reserve, decimal ratePerHour)
    {
        Run = run;
        Outcome = outcome;
        Reserve = reserve;
        _ratePerHour = ratePerHour;
        _startedAt = run.Budget.TimeProvider.GetTimestamp();
    }

    /// <summary>The run that stops.</summary>
    public BudgetedRun Run { get; }

    /// <summary>Why it stops: <see cref="BudgetedRunOutcome.StoppedByBudget"/> or <see cref="BudgetedRunOutcome.Cancelled"/>.</summary>
    public BudgetedRunOutcome Outcome { get; }

    /// <summary>What was held for the landing; 0 or more. More than that is recorded too, as overage.</summary>
    public decimal Reserve { get; }

    /// <summary>What the landing costs until now: its time and what it charged.</summary>
    public decimal Cost
    {
        get
        {
            var clock = Run.Budget.TimeProvider;
            var time = Accrual.CostOf(_ratePerHour, clock.GetTimestamp() - _startedAt, clock.TimestampFrequency);
            lock (_sync)
                return Money.AddSaturating(_charged, Money.From(time)).ToDecimal(roundUp: true);
        }
    }

    /// <summary>Charges a cost of the landing, such as an upload; its time is charged anyway.</summary>
    /// <param name="amount">The cost; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    public void AddCost(decimal amount)
    {
        var cost = Money.From(amount);
        lock (_sync)
            _charged = Money.AddSaturating(_charged, cost);
    }
}
