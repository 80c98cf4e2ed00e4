using System.Globalization;

namespace BudgetEnforcement.Terminal;

/// <summary>Spans of time as people read them.</summary>
internal static class DurationFormat
{
    internal static string Text(TimeSpan time) => time switch
    {
        { TotalMilliseconds: < 1 } => Number(time.TotalMicroseconds, "0", "µs"),
        { TotalSeconds: < 1 } => Number(time.TotalMilliseconds, "0.0", "ms"),
        { TotalMinutes: < 1 } => Number(time.TotalSeconds, "0.0", "s"),
        { TotalHours: < 1 } => Number(time.TotalMinutes, "0.0", "min"),
        { TotalDays: < 100 } => Number(time.TotalHours, "0.0", "h"),
        _ => "more than 100 days",
    };

    private static string Number(double value, string format, string unit) =>
        $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}";
}
