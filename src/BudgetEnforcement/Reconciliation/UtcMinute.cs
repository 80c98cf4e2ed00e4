namespace BudgetEnforcement;

/// <summary>Instants as whole minutes since the year 1, in UTC.</summary>
internal static class UtcMinute
{
    private const long Last = 3_155_378_975_999_999_999 / TimeSpan.TicksPerMinute; // Of DateTime.MaxValue.

    /// <summary>The minute that an instant is in.</summary>
    internal static long Of(DateTimeOffset instant) => instant.UtcTicks / TimeSpan.TicksPerMinute;

    /// <summary>The first minute that begins at an instant or after it.</summary>
    internal static long AtOrAfter(DateTimeOffset instant) => (instant.UtcTicks + TimeSpan.TicksPerMinute - 1) / TimeSpan.TicksPerMinute;

    internal static long In(TimeSpan time) => (time.Ticks + TimeSpan.TicksPerMinute - 1) / TimeSpan.TicksPerMinute;

    /// <summary>When a minute begins. A minute before the first or after the last one that can be represented counts as that one.</summary>
    internal static DateTimeOffset Start(long minute) => new(Math.Clamp(minute, 0, Last) * TimeSpan.TicksPerMinute, TimeSpan.Zero);
}
