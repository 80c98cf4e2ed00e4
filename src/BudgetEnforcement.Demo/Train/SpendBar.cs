using System.Globalization;
using System.Text;

namespace BudgetEnforcement.Demo.Train;

/// <summary>Spend against the limit as a bar of markup, with the two marks in it.</summary>
internal static class SpendBar
{
    private const int Width = 60;

    internal static string Draw(BudgetReport report)
    {
        // What is above the limit does not lengthen the bar.
        var filled = (int)(Math.Clamp(report.UtilizationPercentage, 0m, 100m) / 100m * Width);
        var color = report.Status switch
        {
            BudgetStatus.Ok => "green",
            BudgetStatus.Warning75 => "yellow",
            BudgetStatus.Warning90 => "darkorange",
            _ => "red",
        };
        var bar = new StringBuilder();
        for (var cell = 0; cell < Width; cell++)
        {
            bar.Append(cell is Width * 75 / 100 or Width * 90 / 100 ? "[bold]┃[/]"
                : cell < filled ? string.Create(CultureInfo.InvariantCulture, $"[{color}]█[/]")
                : "[grey]░[/]");
        }

        return bar.ToString();
    }

    internal static string Labels { get; } = "75".PadLeft((Width * 75 / 100) + 2) + "90".PadLeft(Width * 15 / 100);
}
