using System.Globalization;
using System.Text;
using Spectre.Console;

namespace BudgetEnforcement.Terminal;

/// <summary>Spend against the limit as a bar of markup, with the two marks in it.</summary>
internal static class SpendBar
{
    private const int MostCells = 60;
    private const int LeastCells = 20;

    // The borders of a panel and the blanks beside them.
    private const int Frame = 4;

    /// <summary>As wide as a bar may be on a screen without being broken over two lines.</summary>
    internal static int WidthOn(IAnsiConsole console) => Math.Clamp(console.Profile.Width - Frame, LeastCells, MostCells);

    internal static string Draw(decimal spent, decimal limit, int width = MostCells)
    {
        // Spend above the limit does not lengthen the bar.
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

    /// <summary>The line under the bar that names its marks.</summary>
    internal static string Labels(int width) => "75".PadLeft((width * 75 / 100) + 2) + "90".PadLeft(width * 15 / 100);
}
