using System.Text;

namespace BudgetEnforcement;

/// <summary>
/// The answer to the question whether a budget, and every budget above it, has room for an amount: one consistent instant.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="Limit"/>, <see cref="Spent"/>, <see cref="Reserved"/>, <see cref="PeriodEnd"/> and <see cref="BudgetName"/> are those of the
/// budget that decided: the one with the least room on the path from the asked budget up to the root; of several with equally little, the
/// one nearest to the asked. Where there is room but others wait, it is the nearest budget that they wait for.
/// </para>
/// <para>
/// The <see langword="default"/> value says that an amount of 0 fits under a limit of 0 of an unnamed budget without a currency.
/// </para>
/// </remarks>
/// <threadsafety>Immutable; may be read from any thread.</threadsafety>
public readonly record struct BudgetCheck
{
    private readonly BudgetVerdict _verdict;

    internal BudgetCheck(in BudgetVerdict verdict) => _verdict = verdict;

    /// <summary>Whether the amount is admitted on the whole path. A total of exactly the limit is.</summary>
    public bool IsAvailable => Reason == BudgetRefusalReason.None;

    /// <summary>Why the amount is not admitted; <see cref="BudgetRefusalReason.None"/> where it is.</summary>
    public BudgetRefusalReason Reason => _verdict.Reason;

    /// <summary>
    /// The worst status on the path once <see cref="RequiredAmount"/> and everything reserved are spent.
    /// <see cref="BudgetStatus.Exceeded"/> exactly where there is too little room.
    /// </summary>
    public BudgetStatus Status => _verdict.Status;

    /// <summary>The amount that was asked for; 0 or more.</summary>
    public decimal RequiredAmount => _verdict.RequiredAmount;

    /// <summary>What a run or a meter required the amount for; <see cref="BudgetPurpose.Unspecified"/> where other code asked.</summary>
    public BudgetPurpose Purpose => (BudgetPurpose)_verdict.Purpose;

    /// <summary>The name of the budget that decided; <c>"default"</c> where it was given none.</summary>
    public string BudgetName => _verdict.BudgetName ?? BudgetOptions.UnnamedBudget;

    /// <summary>The label of the currency of all amounts here.</summary>
    public string Currency => _verdict.Currency ?? string.Empty;

    /// <summary>The limit of the budget that decided.</summary>
    public decimal Limit => _verdict.Limit.ToDecimal(roundUp: false);

    /// <summary>What the budget that decided has spent.</summary>
    public decimal Spent => _verdict.Spent.ToDecimal(roundUp: true);

    /// <summary>What is held by open reservations on the budget that decided.</summary>
    public decimal Reserved => _verdict.Reserved.ToDecimal(roundUp: true);

    /// <summary>The largest amount that the whole path would admit: 0 or more; 0 while others wait for room in a budget of it.</summary>
    public decimal Available => _verdict.IsBlocked ? 0m : Money.SubtractToZero(_verdict.Limit, Money.AddSaturating(_verdict.Spent, _verdict.Reserved)).ToDecimal(roundUp: false);

    /// <summary>
    /// When the spend of the budget that decided starts again from 0, in UTC; <see langword="null"/> where it has no period.
    /// </summary>
    public DateTimeOffset? PeriodEnd => PeriodCalendar.Instant(_verdict.PeriodEnd);

    /// <summary>
    /// When to try again: the time, in UTC, at which the periods that end until then will have made room on the whole path, if nothing else
    /// is spent or reserved meanwhile. <see langword="null"/> where the amount is admitted, and where no end of a period makes room.
    /// </summary>
    public DateTimeOffset? RetryAt => PeriodCalendar.Instant(_verdict.RoomAt);

    /// <summary>The answer in one sentence with its numbers, the same under every culture.</summary>
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
                message.Append("OK (remaining: ").Append(Text(MoneyReader.ReadDifference(_verdict.Limit, _verdict.Spent)));
            }
            else
            {
                message.Append(Status == BudgetStatus.Exceeded ? "would be exceeded: " : "has others waiting for it: ")
                    .Append(Text(Total)).Append(Status == BudgetStatus.Exceeded ? " > " : " of ").Append(Text(Limit))
                    .Append(" (current: ").Append(Text(Spent));
            }

            if (!_verdict.Reserved.IsZero)
                message.Append(", reserved: ").Append(Text(Reserved));
            if (!IsAvailable)
                message.Append(", required: ").Append(Text(RequiredAmount)).Append(PurposeText);
            message.Append(')');
            if (Reason == BudgetRefusalReason.TooManyWaiters)
                message.Append(", and no more may wait");
            return message.ToString();
        }
    }

    /// <summary>The given name of the budget that decided, null where it has none.</summary>
    internal string? GivenName => _verdict.BudgetName;

    /// <summary>The same answer for another reason.</summary>
    internal BudgetCheck Because(BudgetRefusalReason reason) => new(_verdict with { Reason = reason });

    /// <summary>The same answer with what the amount was required for.</summary>
    internal BudgetCheck For(BudgetPurpose purpose) => new(_verdict with { Purpose = (byte)purpose });

    private string PurposeText => Purpose switch
    {
        BudgetPurpose.ProjectedCost => " for the projected cost and the landing",
        BudgetPurpose.LandingReserve => " for the landing",
        BudgetPurpose.FirstSlice => " for the first slice of time",
        _ => string.Empty,
    };

    private decimal Total =>
        Money.AddSaturating(Money.AddSaturating(_verdict.Spent, _verdict.Reserved), Money.From(RequiredAmount)).ToDecimal(roundUp: true);

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
