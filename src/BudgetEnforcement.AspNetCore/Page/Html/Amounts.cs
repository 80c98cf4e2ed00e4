using System.Globalization;

namespace BudgetEnforcement.AspNetCore;

/// <summary>Amounts and times for people, the same under every culture.</summary>
internal static class Amounts
{
    // Smaller amounts have too many zeros for people to count.
    private const decimal Smallest = 0.00000001m;

    /// <summary>An amount with its currency: two decimals, and more where it is small.</summary>
    internal static string Text(decimal amount, string currency)
    {
        if (amount is > 0m and < Smallest)
            return $"less than {Text(Smallest, currency)}";
        var number = Number(Math.Abs(amount));
        var sign = amount < 0m ? "−" : string.Empty;
        return currency switch
        {
            "USD" => $"{sign}${number}",
            "EUR" => $"{sign}€{number}",
            "GBP" => $"{sign}£{number}",
            _ => $"{sign}{number} {SafeText.Of(currency)}",
        };
    }

    internal static string Percent(decimal percentage) => percentage switch
    {
        > 99_999m => "> 99,999 %",
        >= 10m or 0m => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(percentage):N0} %"),
        >= 0.1m => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(percentage * 10m) / 10m:0.#} %"),
        _ => "< 0.1 %",
    };

    /// <summary>How long it is, in one or two units.</summary>
    internal static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => "less than a minute",
        { TotalHours: < 1 } => $"{span.Minutes} min",
        { TotalDays: < 1 } => span.Minutes == 0 ? $"{span.Hours} h" : $"{span.Hours} h {span.Minutes} min",
        { TotalDays: < 14 } => span.Hours == 0 ? Days(span) : $"{Days(span)} {span.Hours} h",
        _ => Days(span),
    };

    internal static string Instant(DateTimeOffset instant, DateTimeOffset now) => instant.ToUniversalTime().ToString(
        instant.UtcDateTime.Date == now.UtcDateTime.Date ? "HH:mm 'UTC'" : instant.Year == now.Year ? "d MMM, HH:mm 'UTC'" : "d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Days(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalDays:N0} {((int)span.TotalDays == 1 ? "day" : "days")}");

    private static string Number(decimal amount)
    {
        if (amount is 0m or >= 1m)
            return amount.ToString("N2", CultureInfo.InvariantCulture);
        var decimals = 2;
        for (var rest = amount * 100m; rest < 10m && decimals < 8; rest *= 10m)
            decimals++;
        return Math.Round(amount, decimals, MidpointRounding.ToEven).ToString("0.00######", CultureInfo.InvariantCulture);
    }
}
