namespace BudgetEnforcement;

/// <summary>A shared budget as it stands in a ledger at one instant.</summary>
/// <remarks>
/// Amounts are in <see cref="Currency"/>. The ledger holds them exactly; read here, one that <see cref="decimal"/> cannot hold is rounded
/// against the spender, and a total above <see cref="decimal.MaxValue"/> reads as that.
/// </remarks>
/// <threadsafety>Immutable: safe for use by several threads.</threadsafety>
public sealed record LedgerBudgetInfo
{
    internal LedgerBudgetInfo(LedgerBudgetRow row, IReadOnlyList<string> parents)
    {
        var spent = LedgerTotals.Spent(row.Costs, row.Refunds);

        // A limit that was set by hand may be more than a decimal; no spend is above the largest amount.
        var limit = row.Limit.IsSaturated ? Money.Max - Money.Unit : row.Limit.Money;
        Id = row.Id;
        Name = row.Name;
        Parents = parents;
        Currency = row.Currency;
        Period = row.Period;
        TimeZoneId = row.TimeZoneId;
        Warning75Threshold = row.Warning75Threshold;
        Warning90Threshold = row.Warning90Threshold;
        AlertAt = row.AlertAt;
        Limit = limit.ToDecimal(roundUp: false);
        Spent = spent.ToDecimal();
        Held = row.Held.ToDecimal();
        Remaining = MoneyReader.ReadDifference(limit, spent.Money);
        Undrawn = row.Limit.Less(spent).Less(row.Held).Money.ToDecimal(roundUp: false);
        UtilizationPercentage = MoneyReader.Percentage(spent.Money, limit);
        Status = new BudgetLimit(limit, new BudgetThresholds(row.Warning75Threshold, row.Warning90Threshold)).StatusAt(spent.Money);
        Term = row.Term;
        TermStart = row.TermStart;
        PeriodEnd = row.TermEnd;
        CreatedAt = row.CreatedAt;
    }

    /// <summary>The id of the budget, which the rows of the store have.</summary>
    public Guid Id { get; }

    /// <summary>Its name, unique in the ledger and compared ordinally.</summary>
    public string Name { get; }

    /// <summary>The names of its parents in their order; empty at a root.</summary>
    public IReadOnlyList<string> Parents { get; }

    /// <summary>The label of the currency of all amounts here.</summary>
    public string Currency { get; }

    /// <summary>How often what is spent starts again from 0.</summary>
    public BudgetPeriod Period { get; }

    /// <summary>The id of the time zone by whose calendar periods end; <see langword="null"/> for UTC, and without a period.</summary>
    public string? TimeZoneId { get; }

    /// <summary>The portion of the limit at which <see cref="BudgetStatus.Warning75"/> begins.</summary>
    public decimal Warning75Threshold { get; }

    /// <summary>The portion of the limit at which <see cref="BudgetStatus.Warning90"/> begins.</summary>
    public decimal Warning90Threshold { get; }

    /// <summary>Further portions of the limit that are announced.</summary>
    public IReadOnlyList<decimal> AlertAt { get; }

    /// <summary>The most that may be spent in a term, inclusive; 0 or more.</summary>
    public decimal Limit { get; }

    /// <summary>What the ledger knows to be spent in the present term, less refunds; 0 or more, and above the limit once exceeded.</summary>
    public decimal Spent { get; }

    /// <summary>What nodes hold of the present term, to spend it without asking; 0 or more.</summary>
    public decimal Held { get; }

    /// <summary><see cref="Limit"/> − <see cref="Spent"/>; negative once the budget is exceeded.</summary>
    public decimal Remaining { get; }

    /// <summary>What is neither spent nor held of this budget alone, without regard to its parents; 0 or more.</summary>
    public decimal Undrawn { get; }

    /// <summary>What portion of the limit is spent, in percent; as <see cref="BudgetReport.UtilizationPercentage"/>.</summary>
    public decimal UtilizationPercentage { get; }

    /// <summary>The status of this budget alone, by <see cref="Spent"/>.</summary>
    public BudgetStatus Status { get; }

    /// <summary>The number of the present term; 0 for the first.</summary>
    public long Term { get; }

    /// <summary>When the present term began, in UTC.</summary>
    public DateTimeOffset TermStart { get; }

    /// <summary>When the present term ends by the calendar, in UTC; <see langword="null"/> without a period.</summary>
    public DateTimeOffset? PeriodEnd { get; }

    /// <summary>When the budget was created, in UTC, by the store's clock.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>The budget in one line for people, the same under every culture.</summary>
    /// <returns>For example <c>team: Warning75, $75.00 of $100.00 spent, $10.00 held</c>.</returns>
    public override string ToString() =>
        $"{Name}: {Status}, {MoneyText.ReadableOf(Spent, Currency)} of {MoneyText.ReadableOf(Limit, Currency)} spent, {MoneyText.ReadableOf(Held, Currency)} held";
}
