using System.Globalization;

namespace BudgetEnforcement;

/// <summary>A budget at one instant: every number of it belongs with every other.</summary>
/// <remarks>
/// It describes one budget; <see cref="PathStatus"/> and <see cref="Available"/> speak of the whole path from it up to the root. All
/// amounts are in <see cref="Currency"/>. The <see langword="default"/> value is an unnamed, empty budget with limit 0 and no currency.
/// </remarks>
/// <threadsafety>Immutable; may be read from any thread.</threadsafety>
public readonly record struct BudgetReport
{
    private readonly string? _name;
    private readonly string? _currency;
    private readonly Money _limit;
    private readonly Money _spent;
    private readonly Money _reserved;
    private readonly Money _available;
    private readonly Money _overage;
    private readonly long _periodEnd;

    internal BudgetReport(string name, string currency, BudgetState state, BudgetStatus pathStatus, in Money available)
    {
        _name = name;
        _currency = currency;
        _limit = state.Limit;
        _spent = state.Spent;
        _reserved = state.Reserved;
        _available = available;
        _overage = state.Overage;
        _periodEnd = state.PeriodEnd;
        Status = state.Status;
        PathStatus = pathStatus;
        OpenReservations = state.OpenReservations;
        Resets = state.Resets;
    }

    /// <summary>The name of the budget; <c>"default"</c> where it was given none.</summary>
    public string Name => _name ?? BudgetOptions.UnnamedBudget;

    /// <summary>The label of the currency of all amounts here.</summary>
    public string Currency => _currency ?? string.Empty;

    /// <summary>The status of this budget. Reservations do not count: they are not spent yet.</summary>
    public BudgetStatus Status { get; }

    /// <summary>The worst status of this budget and every one above it.</summary>
    public BudgetStatus PathStatus { get; }

    /// <summary>The most that may be spent.</summary>
    public decimal Limit => _limit.ToDecimal(roundUp: false);

    /// <summary>What was spent: the sum of every recorded cost since the last reset, less refunds.</summary>
    public decimal Spent => _spent.ToDecimal(roundUp: true);

    /// <summary>The sum of the open reservations, those of descendants included.</summary>
    public decimal Reserved => _reserved.ToDecimal(roundUp: true);

    /// <summary>How many reservations are open, those of descendants included.</summary>
    public long OpenReservations { get; }

    /// <summary><see cref="Limit"/> − <see cref="Spent"/>; negative once the budget is exceeded.</summary>
    public decimal Remaining => MoneyReader.ReadDifference(_limit, _spent);

    /// <summary>
    /// The largest amount that the whole path up to the root would admit: 0 or more; 0 while others wait for room in a budget of it.
    /// </summary>
    public decimal Available => _available.ToDecimal(roundUp: false);

    /// <summary>
    /// How much was committed above what had been reserved, in total since the budget was made: neither a reset nor a new period takes it
    /// back. What grows here says that estimates are too small. Late commits, after a release, count in full.
    /// </summary>
    public decimal Overage => _overage.ToDecimal(roundUp: true);

    /// <summary>
    /// How often the spend started again from 0, by a reset or a new period, since the budget was made. What was spent in between compares
    /// only where this is the same.
    /// </summary>
    public int Resets { get; }

    /// <summary>When the spend of this budget starts again from 0, in UTC; <see langword="null"/> where it has no period.</summary>
    public DateTimeOffset? PeriodEnd => PeriodCalendar.Instant(_periodEnd);

    /// <summary>
    /// What portion of the limit is spent, in percent: 0 or more, above 100 once exceeded. 0 where the limit is 0;
    /// <see cref="decimal.MaxValue"/> where the quotient is larger than that. Rounded in the last of the 28 digits of
    /// <see cref="decimal"/>, so decide by <see cref="Status"/>, which is exact.
    /// </summary>
    public decimal UtilizationPercentage => MoneyReader.Percentage(_spent, _limit);

    /// <summary>Whether more than the limit of this budget is spent. Exactly the limit is not exceeded.</summary>
    public bool IsExceeded => Status == BudgetStatus.Exceeded;

    /// <summary>The report in one line, the same under every culture.</summary>
    /// <returns>For example <c>job: Warning75, $75.00 of $100.00 spent (75%), reserved: $10.00, available: $15.00</c>.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}: {Status}, {Text(Spent)} of {Text(Limit)} spent ({UtilizationPercentage:0.##}%), reserved: {Text(Reserved)}, available: {Text(Available)}");

    private string Text(decimal amount) => MoneyText.Of(amount, Currency);
}
