using System.Globalization;

namespace BudgetEnforcement.AspNetCore;

/// <summary>Draws what is spent and reserved of a limit as a bar with its marks, and the last hour as a line: as SVG, which needs no inline style.</summary>
internal static class Bar
{
    internal static HtmlText Of(BudgetView view)
    {
        var report = view.Report;

        // 1 is the limit, or what is spent where that is more.
        var spent = PortionOf(report.Spent, report.Limit);
        var scale = Math.Max(1d, spent);
        var reserved = Math.Min(PortionOf(report.Reserved, report.Limit), Math.Max(0d, scale - spent));
        var marks = view.Marks.Where(mark => (double)mark <= scale).Select(mark => HtmlText.Of(
            $"""<line class="mark" x1="{Percent((double)mark / scale)}" x2="{Percent((double)mark / scale)}" y1="0" y2="100%"/>"""));
        var over = spent > 1d
            ? HtmlText.Of($"""<rect class="over" x="{Percent(1d / scale)}" width="{Percent(1d - (1d / scale))}" height="100%"/><line class="limit" x1="{Percent(1d / scale)}" x2="{Percent(1d / scale)}" y1="0" y2="100%"/>""")
            : HtmlText.Empty;
        return HtmlText.Of(
            $"""
            <svg class="bar" role="img" aria-label="{Label(view)}"><rect class="spent" width="{Percent(Math.Min(spent, 1d) / scale)}" height="100%"/><rect class="reserved" x="{Percent(spent / scale)}" width="{Percent(reserved / scale)}" height="100%"/>{over}{HtmlText.Join(marks)}</svg>
            """);
    }

    /// <summary>The last hour; nothing where it is not kept, or nothing was seen yet.</summary>
    internal static HtmlText Line(BudgetView view, int width, int height)
    {
        var points = view.History?.Line(view.Report, view.ReadAt) ?? [];
        if (points.Count < 2)
            return HtmlText.Empty;
        var start = points[^1].At - TimeSpan.FromHours(1);
        var top = (double)points.Max(point => point.Spent);
        var coordinates = points.Where(point => point.At >= start).Select(point => string.Create(
            CultureInfo.InvariantCulture, $"{(point.At - start) / TimeSpan.FromHours(1) * width:0.#},{height - 2 - (top <= 0d ? 0d : Math.Clamp((double)point.Spent / top, 0d, 1d) * (height - 4)):0.#}")).ToList();
        var line = string.Join(' ', coordinates);
        var label = $"Spent in the last hour: {SpentInLine(view)}";
        return HtmlText.Of(
            $"""
            <svg class="line" role="img" aria-label="{label}" viewBox="0 0 {width} {height}" preserveAspectRatio="none"><polygon points="{coordinates[0].Split(',')[0]},{height} {line} {width},{height}"/><polyline points="{line}"/></svg>
            """);
    }

    /// <summary>The amount by which the line rises; empty where there is none.</summary>
    internal static string SpentInLine(BudgetView view) =>
        view.History?.Line(view.Report, view.ReadAt) is { Count: > 0 } points ? Amounts.Text(points[^1].Spent, view.Report.Currency) : string.Empty;

    private static string Label(BudgetView view)
    {
        var marks = string.Join(", ", view.Marks.Select(mark => Amounts.Percent(mark * 100m)));
        var reserved = view.Report.Reserved > 0m ? $", {Amounts.Text(view.Report.Reserved, view.Report.Currency)} reserved" : string.Empty;
        return $"{Amounts.Percent(view.Report.UtilizationPercentage)} spent{reserved}; marks at {marks}";
    }

    private static double PortionOf(decimal amount, decimal limit) => limit > 0m ? Math.Min((double)amount / (double)limit, 1e6) : amount > 0m ? 1e6 : 0d;

    private static string Percent(double portion) => string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(portion, 0d, 1d) * 100d:0.##}%");
}
