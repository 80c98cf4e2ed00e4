using Spectre.Console;

namespace BudgetEnforcement.Demo.Commands.Fleet;

/// <summary>Tables without lines between their columns, so that the facts about a job fit a screen of 80.</summary>
internal static class FleetTable
{
    internal static Table Create(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Horizontal).AddColumns(columns);
        foreach (var column in table.Columns)
            column.PadLeft(0).PadRight(1);
        table.Columns[^1].PadRight(0);
        return table;
    }
}
