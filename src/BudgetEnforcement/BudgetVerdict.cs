namespace BudgetEnforcement;

/// <summary>What a <see cref="BudgetCheck"/> shows: the numbers of one instant, as they were found.</summary>
/// <remarks>
/// It can be filled where it lies. It is large, and a processor that reads at one go what it has just written piece by piece waits for all
/// of the pieces: copying it within the lock took a tenth of a whole check.
/// </remarks>
internal record struct BudgetVerdict
{
    // In one byte each: the answer is copied with every check.
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

    /// <summary>When ends of periods will have made room.</summary>
    internal UtcInstant RoomAt { get; set; }

    internal BudgetPurpose Purpose
    {
        readonly get => (BudgetPurpose)_purpose;
        set => _purpose = unchecked((byte)value);
    }
}
