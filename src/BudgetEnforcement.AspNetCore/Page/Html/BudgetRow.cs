using System.Globalization;

namespace BudgetEnforcement.AspNetCore;

/// <summary>One budget of the tree: its name, its bar, its numbers, its pace.</summary>
internal static class BudgetRow
{
    /// <summary>The row without its element, as a live page replaces it.</summary>
    internal static HtmlText Inner(BudgetView view, string basePath)
    {
        var report = view.Report;
        var currency = report.Currency;
        var label = view.Ref.Registry is null ? view.Ref.Label : SafeText.Of(view.Ref.Key);
        return HtmlText.Of(
            $"""
            <div class="who"><a href="{basePath}/budget{view.Ref.Query}"><bdi>{label}</bdi></a>{Chip(report)}{Flags(view)}</div>
            <div class="gauge">{Bar.Of(view)}<p class="sums"><b>{Amounts.Text(report.Spent, currency)}</b> of {Amounts.Text(report.Limit, currency)} · {Amounts.Percent(report.UtilizationPercentage)}{Reserved(report)}</p></div>
            <div class="pace">{Bar.Line(view, 120, 32)}<p>{Pace(view)}</p></div>
            """);
    }

    internal static HtmlText Chip(in BudgetReport report) => HtmlText.Of($"""<span class="chip {Tone(report.Status)}">{Word(report.Status)}</span>""");

    internal static string Tone(BudgetStatus status) => status switch
    {
        BudgetStatus.Exceeded => "exceeded",
        BudgetStatus.Warning90 => "warn90",
        BudgetStatus.Warning75 => "warn75",
        _ => "ok",
    };

    internal static string Word(BudgetStatus status) => status switch
    {
        BudgetStatus.Exceeded => "Exceeded",
        BudgetStatus.Warning90 => "Nearly spent",
        BudgetStatus.Warning75 => "Watch",
        _ => "Ok",
    };

    /// <summary>
    /// The burn rate, and when the money ends. Where the money above is spent already, it does not matter how long one's own would last.
    /// </summary>
    internal static string Pace(BudgetView view)
    {
        var report = view.Report;
        var parts = new List<string>();
        if (view.BurnRatePerHour is { } rate)
            parts.Add(rate == 0m ? "no spend now" : $"{Amounts.Text(rate, report.Currency)} an hour");
        if (report.Remaining < 0m)
            parts.Add($"{Amounts.Text(-report.Remaining, report.Currency)} over the limit");
        else if (report.Remaining == 0m)
            parts.Add("no money left");
        else if (view.EndsAt is { } end && report.PathStatus != BudgetStatus.Exceeded)
            parts.Add($"ends in {Amounts.Span(end - view.ReadAt)}");
        if (report.PeriodEnd is { } period)
            parts.Add($"{(view.BurnRatePerHour > 0m && view.EndsAt is null && report.Remaining > 0m ? "lasts until" : "new period")} {Amounts.Instant(period, view.ReadAt)}");
        return string.Join(" · ", parts);
    }

    /// <summary>The facts about a budget to show beside its status.</summary>
    internal static HtmlText Flags(BudgetView view)
    {
        var closed = view.IsClosed ? HtmlText.Of($"""<span class="flag stop">closed</span>""") : HtmlText.Empty;
        var waiting = view.Waiters == 0 ? HtmlText.Empty : HtmlText.Of($"""<span class="flag">{Count(view.Waiters, "waits", "wait")}</span>""");
        var held = view.Report.HeldElsewhere == 0m ? HtmlText.Empty
            : HtmlText.Of($"""<span class="flag">{Amounts.Text(view.Report.HeldElsewhere, view.Report.Currency)} held elsewhere</span>""");
        var stopped = view.Report.PathStatus != BudgetStatus.Exceeded || view.Report.IsExceeded ? HtmlText.Empty
            : HtmlText.Of($"""<span class="flag stop">stopped from above</span>""");
        return HtmlText.Of($"{closed}{stopped}{waiting}{held}");
    }

    private static string Reserved(in BudgetReport report) => report.Reserved == 0m ? string.Empty : $" · {Amounts.Text(report.Reserved, report.Currency)} reserved";

    internal static string Count(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");
}
