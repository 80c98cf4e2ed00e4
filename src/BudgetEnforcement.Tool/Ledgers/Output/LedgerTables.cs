using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BudgetEnforcement.Tool.Ledgers.Output;

/// <summary>The contents of a ledger, as tables for people.</summary>
internal static class LedgerTables
{
    private const int BarWidth = 20;
    private const int WideScreen = 110;

    /// <summary>Budgets, each under its first parent. A narrow screen shows fewer columns, and no number in two lines.</summary>
    internal static Table Budgets(IReadOnlyList<LedgerBudgetInfo> budgets, int width, bool withBars = false)
    {
        var isWide = width >= WideScreen;
        var hasBars = withBars && width >= WideScreen + BarWidth;
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Budget", "Limit", "Spent", "Held");
        table.AddColumns(isWide ? ["Left", "Used", "Status", "Period ends"] : ["Used", "Status"]);
        if (hasBars)
            table.AddColumn("");
        for (var column = 1; column < table.Columns.Count; column++)
            table.Columns[column].NoWrap();
        for (var column = 1; column <= (isWide ? 5 : 4); column++)
            table.Columns[column].RightAligned();
        foreach (var (budget, depth) in InTree(budgets))
        {
            var (currency, end) = (budget.Currency, budget.PeriodEnd is { } time ? Moment(time) : "");
            string[] numbers = [LedgerMoney.Down(budget.Limit, currency), LedgerMoney.Up(budget.Spent, currency), LedgerMoney.Up(budget.Held, currency)];
            string[] left = [LedgerMoney.Down(budget.Undrawn, currency)];
            string[] standing = [MoneyFormat.Percent(budget.UtilizationPercentage), budget.Status.ToString()];
            string[] cells = isWide ? [.. numbers, .. left, .. standing, end] : [.. numbers, .. standing];
            var row = cells.Prepend(new string(' ', depth * 2) + Printable.Of(budget.Name)).Select(IRenderable (cell) => new Text(cell)).ToList();
            if (hasBars)
                row.Add(new Markup(SpendBar.Draw(budget.Spent, budget.Limit, BarWidth)));
            table.AddRow(row);
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
