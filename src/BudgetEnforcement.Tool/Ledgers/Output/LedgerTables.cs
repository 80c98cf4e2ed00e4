using System.Globalization;
using Spectre.Console;

namespace BudgetEnforcement.Tool.Ledgers.Output;

/// <summary>What is in a ledger, as tables for people.</summary>
internal static class LedgerTables
{
    private const int BarWidth = 20;

    /// <summary>Budgets, each under its first parent.</summary>
    internal static Table Budgets(IReadOnlyList<LedgerBudgetInfo> budgets, bool withBars = false)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Budget", "Limit", "Spent", "Held", "Left", "Used", "Status", "Period ends");
        for (var column = 1; column <= 5; column++)
            table.Columns[column].RightAligned();
        if (withBars)
            table.AddColumn("");
        foreach (var (budget, depth) in InTree(budgets))
        {
            List<Spectre.Console.Rendering.IRenderable> cells =
            [
                new Text(new string(' ', depth * 2) + Printable.Of(budget.Name)),
                new Text(LedgerMoney.Down(budget.Limit, budget.Currency)),
                new Text(LedgerMoney.Up(budget.Spent, budget.Currency)),
                new Text(LedgerMoney.Up(budget.Held, budget.Currency)),
                new Text(LedgerMoney.Down(budget.Undrawn, budget.Currency)),
                new Text(MoneyFormat.Percent(budget.UtilizationPercentage)),
                new Text(budget.Status.ToString()),
                new Text(budget.PeriodEnd is { } end ? Moment(end) : ""),
            ];
            if (withBars)
                cells.Add(new Markup(SpendBar.Draw(budget.Spent, budget.Limit, BarWidth)));
            table.AddRow(cells);
        }

        return table;
    }

    internal static Table Nodes(IReadOnlyList<LedgerNodeInfo> nodes)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Node", "Name", "Status", "Last seen", "Budget", "Term", "Held", "Spent");
        table.Columns[6].RightAligned();
        table.Columns[7].RightAligned();
        foreach (var node in nodes)
        {
            string[] own = [node.Id.ToString(), Printable.Of(node.Name), node.Status.ToString(), Moment(node.LastSeenAt)];
            if (node.Holdings.Count == 0)
                AddRow(table, [.. own, "", "", "", ""]);
            foreach (var (holding, index) in node.Holdings.Select((holding, index) => (holding, index)))
            {
                AddRow(table, [
                    .. index == 0 ? own : ["", "", "", ""], Printable.Of(holding.BudgetName), holding.Term.ToString(CultureInfo.InvariantCulture),
                    LedgerMoney.Up(holding.Held, holding.Currency), LedgerMoney.Up(holding.Spent, holding.Currency)]);
            }
        }

        return table;
    }

    internal static Table Terms(IReadOnlyList<LedgerTermInfo> terms)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Term", "From", "To", "Limit", "Spent", "Held");
        for (var column = 3; column <= 5; column++)
            table.Columns[column].RightAligned();
        foreach (var term in terms)
        {
            AddRow(table, [
                term.Number.ToString(CultureInfo.InvariantCulture), Moment(term.Start), Moment(term.End),
                LedgerMoney.Down(term.Limit, term.Currency), LedgerMoney.Up(term.Spent, term.Currency), LedgerMoney.Up(term.Held, term.Currency)]);
        }

        return table;
    }

    /// <summary>A time of the ledger, in UTC.</summary>
    internal static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static void AddRow(Table table, IEnumerable<string> cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    private static IEnumerable<(LedgerBudgetInfo Budget, int Depth)> InTree(IReadOnlyList<LedgerBudgetInfo> budgets)
    {
        var names = budgets.Select(budget => budget.Name).ToHashSet(StringComparer.Ordinal);
        var children = budgets.ToLookup(budget => budget.Parents is [var first, ..] && names.Contains(first) ? first : "", StringComparer.Ordinal);
        return Under("", 0);

        IEnumerable<(LedgerBudgetInfo Budget, int Depth)> Under(string parent, int depth) =>
            children[parent].SelectMany(budget => Under(budget.Name, depth + 1).Prepend((budget, depth)));
    }
}
