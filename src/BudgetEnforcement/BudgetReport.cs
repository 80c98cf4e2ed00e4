using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace BudgetEnforcement;

/// <summary>A budget at one consistent instant.</summary>
/// <remarks>
/// <para>
/// It describes one budget; <see cref="PathStatus"/> and <see cref="Available"/> describe the whole path from it up to the root. All
/// amounts are in <see cref="Currency"/>. The <see langword="default"/> value is an unnamed, empty budget with limit 0 and no currency.
/// </para>
/// <para>
/// Tests can make a value with an object initializer. <c>System.Text.Json</c> writes its enums as names and can read it back; computed
/// properties, such as <see cref="Remaining"/>, are written and not read. The value read back equals the one written wherever
/// <see cref="decimal"/> holds every amount; an amount that it cannot hold is rounded when it is written.
/// </para>
/// </remarks>
/// <threadsafety>Immutable; may be read from any thread.</threadsafety>
public readonly record struct BudgetReport
{
    // The name, or the numbers of a shared budget, which have the name too: a further reference would make every report slower to copy.
    private readonly object? _nameOrShared;
    private readonly string? _currency;
    private readonly Money _limit;
    private readonly Money _spent;
    private readonly Money _reserved;
    private readonly Money _available;
    private readonly Money _overage;
    private readonly UtcInstant _periodEnd;
    private readonly BudgetStatus _status;
    private readonly BudgetStatus _pathStatus;
    private readonly long _openReservations;
    private readonly int _resets;

    /// <param name="name">The name; null, or the name of unnamed budgets, where it was given none.</param>
    /// <param name="currency">The label of the currency.</param>
    /// <param name="state">The numbers.</param>
    /// <param name="path">The summary of the path.</param>
    internal BudgetReport(string? name, string currency, BudgetState state, in PathSummary path)
    {
        _nameOrShared = ResultInput.Name(name);
        _currency = currency;
        _limit = state.Limit;
        _spent = state.Spent;
        _reserved = state.TakenBeyondSpent;
        _available = path.Available;
        _overage = state.Overage;
        _periodEnd = new UtcInstant(state.PeriodEnd);
        _status = state.Status;
        _pathStatus = path.Status;
        _openReservations = state.OpenReservations;
        _resets = state.Resets;
    }

    /// <param name="name">The name; null, or the name of unnamed budgets, where it was given none.</param>
    /// <param name="currency">The label of the currency.</param>
    /// <param name="state">The numbers.</param>
    /// <param name="path">The summary of the path.</param>
    /// <param name="slice">What is known of the other processes that share the budget; null where they share one above it.</param>
    internal BudgetReport(string? name, string currency, BudgetState state, in PathSummary path, BudgetSlice? slice)
        : this(name, currency, state, path)
    {
        _available = path.AvailableFromLedger;
        if (slice is null)
            return;
        _nameOrShared = SharedNumbers.Of(slice, state.Spent, ResultInput.Name(name));
        _reserved = state.Reserved;
        _periodEnd = new UtcInstant(state.TermEnd);
    }

    /// <summary>
    /// The name of the budget; <c>"default"</c> where it was given none. Setting it to <see langword="null"/> or <c>"default"</c> means
    /// that it was given none.
    /// </summary>
    [AllowNull]
    public string Name
    {
        get => _nameOrShared as string ?? Shared?.Name ?? BudgetOptions.UnnamedBudget;
        init => _nameOrShared = Shared is { } shared ? shared with { Name = ResultInput.Name(value) } : ResultInput.Name(value);
    }

    /// <summary>The label of the currency of all amounts here; empty in the <see langword="default"/> value.</summary>
    [AllowNull]
    public string Currency
    {
        get => _currency ?? string.Empty;
        init => _currency = ResultInput.Label(value);
    }

    /// <summary>The status of this budget. Reservations do not count: they are not spent yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to no named value of <see cref="BudgetStatus"/>.</exception>
    public BudgetStatus Status
    {
        get => _status;
        init => _status = ResultInput.Defined(value);
    }

    /// <summary>The worst status of this budget and every one above it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to no named value of <see cref="BudgetStatus"/>.</exception>
    public BudgetStatus PathStatus
    {
        get => _pathStatus;
        init => _pathStatus = ResultInput.Defined(value);
    }

    /// <summary>The most that may be spent.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to a negative amount.</exception>
    public decimal Limit
    {
        get => _limit.ToDecimal(roundUp: false);
        init => _limit = ResultInput.Amount(value);
    }

    /// <summary>What was spent: the sum of every recorded cost since the last reset or the start of the period, less refunds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to a negative amount.</exception>
    public decimal Spent
    {
        get => _spent.ToDecimal(roundUp: true);
        init => _spent = ResultInput.Amount(value);
    }

    /// <summary>The sum of the open reservations, those of descendants included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to a negative amount.</exception>
    public decimal Reserved
    {
        get => _reserved.ToDecimal(roundUp: true);
        init => _reserved = ResultInput.Amount(value);
    }

    /// <summary>How many reservations are open, those of descendants included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to a negative number.</exception>
    public long OpenReservations
    {
        get => _openReservations;
        init => _openReservations = ResultInput.Count(value);
    }

    /// <summary><see cref="Limit"/> − <see cref="Spent"/>; negative once the budget is exceeded.</summary>
    public decimal Remaining => MoneyReader.ReadDifference(_limit, _spent);

    /// <summary>
    /// The largest amount that the whole path up to the root would admit: 0 or more; 0 while others wait for room in a budget of it, and once
    /// one is closed.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to a negative amount.</exception>
    public decimal Available
    {
        get => _available.ToDecimal(roundUp: false);
        init => _available = ResultInput.Amount(value);
    }

    /// <summary>
    /// How much was committed above what had been reserved, in total since the budget was made: neither a reset nor a new period takes it
    /// back. A growing overage means that estimates are too small. Late commits, after a release, count in full.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to a negative amount.</exception>
    public decimal Overage
    {
        get => _overage.ToDecimal(roundUp: true);
        init => _overage = ResultInput.Amount(value);
    }

    /// <summary>
    /// How often the spend started again from 0, by a reset or a new period, since the budget was made. The spend of two reports can be
    /// compared only where this number is the same.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to a negative number.</exception>
    public int Resets
    {
        get => _resets;
        init => _resets = (int)ResultInput.Count(value);
    }

    /// <summary>When the spend of this budget starts again from 0, in UTC; <see langword="null"/> where it has no period.</summary>
    public DateTimeOffset? PeriodEnd
    {
        get => _periodEnd.ToDateTimeOffset();
        init => _periodEnd = UtcInstant.From(value);
    }

    /// <summary>
    /// The instant, by the ledger's clock and in UTC, as of which this process knows what others have spent and hold of a shared budget; what
    /// it spent itself counts up to now. <see langword="null"/> where the budget has no ledger, or has not heard of it yet.
    /// </summary>
    public DateTimeOffset? AsOf
    {
        get => Shared?.AsOf;
        init => _nameOrShared = SharedNumbers.With(_nameOrShared, shared => shared with { AsOf = value?.ToUniversalTime() });
    }

    /// <summary>
    /// The part of <see cref="Spent"/> that this process spent itself, refunds taken off; <see langword="null"/> where the budget has no ledger:
    /// then all of it is.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to a negative amount.</exception>
    public decimal? OwnSpent
    {
        get => Shared?.OwnSpent?.ToDecimal(roundUp: true);
        init
        {
            Money? own = value is { } amount ? ResultInput.Amount(amount) : null;
            _nameOrShared = SharedNumbers.With(_nameOrShared, shared => shared with { OwnSpent = own });
        }
    }

    /// <summary>
    /// What other processes hold of a shared budget and have not reported as spent, as of <see cref="AsOf"/>: it is not available here. 0 where
    /// the budget has no ledger.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to a negative amount.</exception>
    public decimal HeldElsewhere
    {
        get => Shared?.HeldElsewhere.ToDecimal(roundUp: true) ?? 0m;
        init
        {
            var held = ResultInput.Amount(value);
            _nameOrShared = SharedNumbers.With(_nameOrShared, shared => shared with { HeldElsewhere = held });
        }
    }

    /// <summary>
    /// What portion of the limit is spent, in percent: 0 or more, above 100 once exceeded. 0 where the limit is 0;
    /// <see cref="decimal.MaxValue"/> where the quotient is larger than that. Rounded in the last of the 28 digits of
    /// <see cref="decimal"/>, so decide by <see cref="Status"/>, which is exact.
    /// </summary>
    public decimal UtilizationPercentage => MoneyReader.Percentage(_spent, _limit);

    /// <summary>Whether more than the limit of this budget is spent. Exactly the limit is not exceeded.</summary>
    public bool IsExceeded => Status == BudgetStatus.Exceeded;

    /// <summary>
    /// The report in one line for people, the same under every culture: amounts with at most six decimals from the first significant one.
    /// </summary>
    /// <returns>For example <c>job: Warning75, $75.00 of $100.00 spent (75%), reserved: $10.00, available: $15.00</c>.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}: {Status}, {Text(Spent)} of {Text(Limit)} spent ({UtilizationPercentage:0.##}%), reserved: {Text(Reserved)}, available: {Text(Available)}");

    private SharedNumbers? Shared => _nameOrShared as SharedNumbers;

    private string Text(decimal amount) => MoneyText.ReadableOf(amount, Currency);
}
