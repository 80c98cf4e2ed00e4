using System.Globalization;

namespace BudgetEnforcement.Tool.Replay.Times;

/// <summary>Times as people read them, by the calendar of one zone.</summary>
/// <param name="zone">The zone.</param>
/// <param name="inDays">Whether the file has days only, so that there is no time of the day to tell.</param>
internal sealed class TimeText(TimeZoneInfo zone, bool inDays)
{
    /// <summary>For example <c>17 March 2026 at 14:02 (UTC)</c>.</summary>
    internal string Of(long utcTicks)
    {
        var local = Local(utcTicks);
        return inDays
            ? local.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)
            : $"{local.ToString("d MMMM yyyy 'at' HH:mm", CultureInfo.InvariantCulture)} ({Zone})";
    }

    /// <summary>For example <c>2026-03-17 14:02</c>.</summary>
    internal string Short(long utcTicks) => Local(utcTicks).ToString(inDays ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>With its offset, for programs.</summary>
    internal string Exact(long utcTicks)
    {
        var utc = new DateTimeOffset(utcTicks, TimeSpan.Zero);
        return TimeZoneInfo.ConvertTime(utc, zone).ToString("O", CultureInfo.InvariantCulture);
    }

    internal string Zone => zone == TimeZoneInfo.Utc ? "UTC" : zone.Id;

    private DateTimeOffset Local(long utcTicks) => TimeZoneInfo.ConvertTime(new DateTimeOffset(utcTicks, TimeSpan.Zero), zone);
}
