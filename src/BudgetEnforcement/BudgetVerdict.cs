namespace BudgetEnforcement;

/// <summary>The contents of a <see cref="BudgetCheck"/>: the numbers of one instant.</summary>
/// <remarks>
/// It is mutable so that it can be filled in place. It is large, and a processor stalls when it reads in one go what it has just written in
/// pieces: copying it within the lock took a tenth of the time of a check.
/// </remarks>
internal record struct BudgetVerdict
{
    // One byte each, because every check copies the answer.
    private byte _status;
    private byte _reason;
    private byte _purpose;

    /// <summary>The given name of the budget that decided; null where it has none.</summary>
    internal string? BudgetName { get; set; }

    internal string? Currency { get; set; }

    internal decimal RequiredAmount { get; set; }

    internal BudgetStatus Status
    {
        readonly get => (BudgetStatus)_status;
        set => _status = unchecked((byte)value);
    }

    internal BudgetRefusalReason Reason
    {
        readonly get => (BudgetRefusalReason)_reason;
        set => _reason = unchecked((byte)value);
    }

    /// <summary>Whether the amount is admitted.</summary>
    internal bool IsAvailable { get; set; }

    internal Money Limit { get; set; }

    internal Money Spent { get; set; }

    internal Money Reserved { get; set; }

    /// <summary>The largest amount that the whole path would admit.</summary>
    internal Money Available { get; set; }

    internal UtcInstant PeriodEnd { get; set; }

    /// <summary>When the ends of periods will have made room.</summary>
    internal UtcInstant RoomAt { get; set; }

    internal BudgetPurpose Purpose
    {
        readonly get => (BudgetPurpose)_purpose;
        set => _purpose = unchecked((byte)value);
    }
}
