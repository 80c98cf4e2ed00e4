namespace BudgetEnforcement;

/// <summary>The reading that a meter takes before it acts: the time, and the next end of a period of its path where that is near.</summary>
/// <param name="At">The timestamp.</param>
/// <param name="PeriodEnd">The end, in ticks of UTC; <see cref="PeriodCalendar.Never"/> where none is within the longest slice.</param>
/// <param name="PeriodEndAt">The timestamp of that end; <see cref="PeriodCalendar.Never"/> where there is none.</param>
/// <param name="HasPeriods">Whether a budget of the path has periods at all.</param>
internal readonly record struct MeterReading(long At, long PeriodEnd, long PeriodEndAt, bool HasPeriods)
{
    /// <summary>Reads the clock, which is foreign code and may throw; then nothing has changed.</summary>
    internal static MeterReading Take(BudgetEnforcer budget, TimeProvider clock, long ticksPerSecond, bool inBackground)
    {
        const int Tries = 3;
        for (var tries = 1; ; tries++)
        {
            var end = budget.NextPeriodEnd(inBackground);
            if (end == PeriodCalendar.Never)
                return new MeterReading(clock.GetTimestamp(), PeriodCalendar.Never, PeriodCalendar.Never, HasPeriods: false);

            var left = end - clock.GetUtcNow().UtcTicks;
            var at = clock.GetTimestamp();
            if (left > CostMeterOptions.LongestSlice.Ticks)
                return new MeterReading(at, PeriodCalendar.Never, PeriodCalendar.Never, HasPeriods: true);
            if (left > 0)
                return new MeterReading(at, end, at + Math.Max((long)((Int128)left * ticksPerSecond / TimeSpan.TicksPerSecond), 1), HasPeriods: true);

            // The period ended between the two readings, or the clock contradicts itself.
            if (tries == Tries)
                return new MeterReading(at, PeriodCalendar.Never, PeriodCalendar.Never, HasPeriods: true);
        }
    }
}
