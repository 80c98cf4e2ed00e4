using System.Globalization;
using System.Text;
using BudgetEnforcement.Demo.Numbers;

namespace BudgetEnforcement.Demo.Training;

/// <summary>Spend against the limit as a bar of markup, with the two marks in it.</summary>
internal static class SpendBar
{
    internal const int Width = 60;

    internal static string Draw(decimal spent, decimal limit, int width = Width)
    {
        // What is above the limit does not lengthen the bar.
        var filled = (int)(Math.Clamp(MoneyFormat.Percentage(spent, limit), 0m, 100m) / 100m * width);
        var color = Budget.Check(spent, limit).Status switch
        {
            BudgetStatus.Ok => "green",
            BudgetStatus.Warning75 => "yellow",
            BudgetStatus.Warning90 => "darkorange",
            _ => "red",
        };
        var bar = new StringBuilder();
        for (var cell = 0; cell < width; cell++)
        {
            bar.Append(cell == width * 75 / 100 || cell == width * 90 / 100 ? "[bold]┃[/]"
                : cell < filled ? string.Create(CultureInfo.InvariantCulture, $"[{color}]█[/]")
                : "[grey]░[/]");
        }

        return bar.ToString();
    }

    internal static string Labels { get; } = "75".PadLeft((Width * 75 / 100) + 2) + "90".PadLeft(Width * 15 / 100);
}
