using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace BudgetEnforcement;

/// <summary>
/// The answer to the question whether a budget, and every budget above it, has room for an amount: one consistent instant.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="Limit"/>, <see cref="Spent"/>, <see cref="Reserved"/>, <see cref="PeriodEnd"/> and <see cref="BudgetName"/> are those of the
/// budget that decided: the one with the least room on the path from the asked budget up to the root; of several with equally little, the
/// nearest. Where there is room but other callers wait, it is the nearest budget that they wait for.
/// </para>
/// <para>
/// The <see langword="default"/> value is not the answer of a budget, and admits nothing.
/// </para>
/// <para>
/// Tests can make a value with an object initializer. <c>System.Text.Json</c> writes its enums as names and can read it back;
/// <see cref="Message"/> is written and not read. The value read back equals the one written wherever <see cref="decimal"/> holds every
/// amount; an amount that it cannot hold is rounded when it is written.
/// </para>
/// </remarks>
/// <threadsafety>Immutable; may be read from any thread.</threadsafety>
public readonly record struct BudgetCheck
{
    private readonly BudgetVerdict _verdict;

    internal BudgetCheck(in BudgetVerdict verdict) => _verdict = verdict;

    /// <summary>Whether the amount is admitted on the whole path. A total of exactly the limit is.</summary>
    public bool IsAvailable
    {
        get => _verdict.IsAvailable;
        init => _verdict.IsAvailable = value;
    }

    /// <summary>
    /// Why the amount is not admitted; <see cref="BudgetRefusalReason.None"/> where it is, and in the <see langword="default"/> value.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// It is set to no named value of <see cref="BudgetRefusalReason"/>.
    /// </exception>
    public BudgetRefusalReason Reason
    {
        get => _verdict.Reason;
        init => _verdict.Reason = ResultInput.Defined(value);
    }

    /// <summary>
    /// The worst status on the path once <see cref="RequiredAmount"/> and everything reserved are spent. It is
    /// <see cref="BudgetStatus.Exceeded"/> exactly where there is too little room; an amount of 0 needs no room, so it is admitted even
    /// then.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to no named value of <see cref="BudgetStatus"/>.</exception>
    public BudgetStatus Status
    {
        get => _verdict.Status;
        init => _verdict.Status = ResultInput.Defined(value);
    }

    /// <summary>The amount that was asked for; 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to a negative amount.</exception>
    public decimal RequiredAmount
    {
        get => _verdict.RequiredAmount;
        init
        {
            Money.ThrowIfNegative(value, nameof(RequiredAmount));
            _verdict.RequiredAmount = value;
        }
    }

    /// <summary>What a run or a meter required the amount for; <see cref="BudgetPurpose.Unspecified"/> where other code asked.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to no named value of <see cref="BudgetPurpose"/>.</exception>
    public BudgetPurpose Purpose
    {
        get => _verdict.Purpose;
        init => _verdict.Purpose = ResultInput.Defined(value);
    }

    /// <summary>
    /// The name of the budget that decided; <c>"default"</c> where it was given none. Setting it to <see langword="null"/> or
    /// <c>"default"</c> means that it was given none.
    /// </summary>
    [AllowNull]
    public string BudgetName
    {
        get => _verdict.BudgetName ?? BudgetOptions.UnnamedBudget;
        init => _verdict.BudgetName = ResultInput.Name(value);
    }

    /// <summary>The label of the currency of all amounts here; empty in the <see langword="default"/> value.</summary>
    [AllowNull]
    public string Currency
    {
        get => _verdict.Currency ?? string.Empty;
        init => _verdict.Currency = ResultInput.Label(value);
    }

    /// <summary>The limit of the budget that decided.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to a negative amount.</exception>
    public decimal Limit
    {
        get => _verdict.Limit.ToDecimal(roundUp: false);
        init => _verdict.Limit = ResultInput.Amount(value);
    }

    /// <summary>What the budget that decided has spent.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to a negative amount.</exception>
    public decimal Spent
    {
        get => _verdict.Spent.ToDecimal(roundUp: true);
        init => _verdict.Spent = ResultInput.Amount(value);
    }

    /// <summary>What open reservations hold on the budget that decided.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to a negative amount.</exception>
    public decimal Reserved
    {
        get => _verdict.Reserved.ToDecimal(roundUp: true);
        init => _verdict.Reserved = ResultInput.Amount(value);
    }

    /// <summary>
    /// The largest amount that the whole path would admit: 0 or more; 0 while others wait for room in a budget of it, and once one is closed.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to a negative amount.</exception>
    public decimal Available
    {
        get => _verdict.Available.ToDecimal(roundUp: false);
        init => _verdict.Available = ResultInput.Amount(value);
    }

    /// <summary>
    /// When the spend of the budget that decided starts again from 0, in UTC; <see langword="null"/> where it has no period.
    /// </summary>
    public DateTimeOffset? PeriodEnd
    {
        get => _verdict.PeriodEnd.ToDateTimeOffset();
        init => _verdict.PeriodEnd = UtcInstant.From(value);
    }

    /// <summary>
    /// When to try again: the time, in UTC, at which the periods that end until then will have made room on the whole path, if nothing else
    /// is spent or reserved meanwhile. <see langword="null"/> where the amount is admitted, and where no end of a period makes room.
    /// </summary>
    public DateTimeOffset? RetryAt
    {
        get => _verdict.RoomAt.ToDateTimeOffset();
        init => _verdict.RoomAt = UtcInstant.From(value);
    }

    /// <summary>
    /// The answer in one sentence with its exact numbers, the same under every culture. Where the amount is admitted, it says what remains of
    /// the limit once the amount is spent; what is reserved stands beside it.
    /// </summary>
    /// <example><c>Budget would be exceeded: $110.00 &gt; $100.00 (current: $80.00, required: $30.00)</c></example>
    public string Message
    {
        get
        {
            var message = new StringBuilder("Budget ");
            if (_verdict.BudgetName is not null)
                message.Append('\'').Append(_verdict.BudgetName).Append("' ");
            if (IsAvailable)
            {
                message.Append("OK (remaining: ").Append(Text(RemainingAfter));
            }
            else
            {
                var (state, relation) = Refusal;
                message.Append(state).Append(": ").Append(Text(Total)).Append(relation).Append(Text(Limit)).Append(" (current: ").Append(Text(Spent));
            }

            if (!_verdict.Reserved.IsZero)
                message.Append(", reserved: ").Append(Text(Reserved));
            if (!IsAvailable)
                message.Append(", required: ").Append(Text(RequiredAmount)).Append(PurposeText);
            message.Append(')').Append(Reason switch
            {
                BudgetRefusalReason.TooManyWaiters => ", and no more may wait",
                BudgetRefusalReason.WaitedTooLong => ", and it waited too long for room",
                BudgetRefusalReason.HeldElsewhere => ", the rest is held by other processes",
                _ => string.Empty,
            });
            return message.ToString();
        }
    }

    /// <summary>The given name of the budget that decided; null where it has none.</summary>
    internal string? GivenName => _verdict.BudgetName;

    /// <summary>The same answer for another reason.</summary>
    internal BudgetCheck Because(BudgetRefusalReason reason) => new(_verdict with { Reason = reason, IsAvailable = reason == BudgetRefusalReason.None });

    /// <summary>The same answer with what the amount was required for.</summary>
    internal BudgetCheck For(BudgetPurpose purpose) => new(_verdict with { Purpose = purpose });

    private string PurposeText => Purpose switch
    {
        BudgetPurpose.ProjectedCost => " for the projected run",
        BudgetPurpose.LandingReserve => " for the landing",
        BudgetPurpose.FirstSlice => " for the first slice of time",
        _ => string.Empty,
    };

    private decimal Total =>
        Money.AddSaturating(Money.AddSaturating(_verdict.Spent, _verdict.Reserved), Money.From(RequiredAmount)).ToDecimal(roundUp: true);

    private decimal RemainingAfter =>
        MoneyReader.ReadDifference(_verdict.Limit, Money.AddSaturating(_verdict.Spent, Money.From(RequiredAmount)));

    /// <summary>The state of the budget in words, and the relation of the total to its limit.</summary>
    private (string State, string Relation) Refusal => (Reason, Status) switch
    {
        (BudgetRefusalReason.Closed, _) => ("is closed", " of "),
        (BudgetRefusalReason.LedgerUnavailable, _) => ("cannot ask its ledger for more", " of "),
        (BudgetRefusalReason.HeldElsewhere, _) => ("is not available", " of "),
        (BudgetRefusalReason.NoRoom or BudgetRefusalReason.NeverFits, _) or (_, BudgetStatus.Exceeded) => ("would be exceeded", " > "),
        (BudgetRefusalReason.None, _) => ("is not available", " of "),
        _ => ("has others waiting for it", " of "),
    };

    /// <summary>Takes the answer apart: <c>var (isAvailable, status) = budget.CheckBudgetAvailable(amount);</c></summary>
    /// <param name="isAvailable"><see cref="IsAvailable"/>.</param>
    /// <param name="status"><see cref="Status"/>.</param>
    public void Deconstruct(out bool isAvailable, out BudgetStatus status)
    {
        isAvailable = IsAvailable;
        status = Status;
    }

    /// <summary>The <see cref="Message"/>.</summary>
    /// <returns>One sentence, the same under every culture.</returns>
    public override string ToString() => Message;

    private string Text(decimal amount) => MoneyText.Of(amount, Currency);
}
