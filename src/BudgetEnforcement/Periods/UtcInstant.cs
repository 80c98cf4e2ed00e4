namespace BudgetEnforcement;

/// <summary>An instant in ticks of UTC, or never, which is the <see langword="default"/> value.</summary>
internal readonly record struct UtcInstant
{
    // The distance to never, so that a value of all zeros means never and every instant can be stored.
    private readonly long _ticksBeforeNever;

    /// <param name="ticks">0 or more; <see cref="PeriodCalendar.Never"/> for never.</param>
    internal UtcInstant(long ticks) => _ticksBeforeNever = PeriodCalendar.Never - ticks;

    internal long Ticks => PeriodCalendar.Never - _ticksBeforeNever;

    internal static UtcInstant From(DateTimeOffset? instant) => instant is { } given ? new UtcInstant(given.UtcTicks) : default;

    internal DateTimeOffset? ToDateTimeOffset() => _ticksBeforeNever == 0 ? null : new DateTimeOffset(Ticks, TimeSpan.Zero);
}
