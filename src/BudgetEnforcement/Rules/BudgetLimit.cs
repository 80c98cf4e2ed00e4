namespace BudgetEnforcement;

/// <summary>A limit and, computed once for it, the spend at which each status begins.</summary>
internal readonly struct BudgetLimit
{
    private readonly Money _warning75;
    private readonly Money _warning90;

    /// <param name="amount">The most that may be spent.</param>
    /// <param name="thresholds">The portions of it at which the warnings begin.</param>
    internal BudgetLimit(in Money amount, BudgetThresholds thresholds)
    {
        Amount = amount;
        _warning75 = MoneyReader.Portion(amount, thresholds.Warning75);
        _warning90 = MoneyReader.Portion(amount, thresholds.Warning90);
    }

    internal Money Amount { get; }

    internal BudgetStatus StatusAt(in Money spent)
    {
        if (spent < _warning75)
            return BudgetStatus.Ok; // First, for it is so most of the time, and each comparison is of three numbers.
        if (spent > Amount)
            return BudgetStatus.Exceeded;
        if (Amount.IsZero)
            return BudgetStatus.Ok; // Nothing spent of nothing: no portion of it means anything.
        return spent >= _warning90 ? BudgetStatus.Warning90 : BudgetStatus.Warning75;
    }

    /// <summary>The smallest spend at which a status worse than <paramref name="status"/> begins.</summary>
    internal Money TriggerAfter(BudgetStatus status) => status switch
    {
        BudgetStatus.Ok when !Amount.IsZero => _warning75,
        BudgetStatus.Warning75 => _warning90,
        BudgetStatus.Exceeded => Money.Max,
        _ => Amount + Money.Unit,
    };
}
