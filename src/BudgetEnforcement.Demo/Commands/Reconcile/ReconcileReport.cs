using System.Globalization;
using BudgetEnforcement.Demo.Commands.Agent;
using BudgetEnforcement.Demo.Display;
using Spectre.Console;

namespace BudgetEnforcement.Demo.Commands.Reconcile;

/// <summary>The books before and after, what was compared, and whether the books agree with the bill in the end.</summary>
internal sealed class ReconcileReport(IAnsiConsole console, ReconcileOptions options, BudgetEnforcer budget, ProviderBill bill)
{
    private readonly AgentMessages _messages = new(new AgentOptions(options.Budget, options.Model));

    // Only costs with a label belong to the budget.
    private decimal Labelled => bill.Total - bill.OfLabel(null);

    private TextWriter Output => console.Profile.Out.Writer;

    internal void WriteBeginning() => Output.WriteLine(Text(
        $"A local stand-in for {options.Model.Name} takes notes of README.md twice. For the second run it bills {Ratio(options.Increase)} times the prices that the budget knows."));

    internal void WriteBooks(string when, AgentOutcome first, AgentOutcome second)
    {
        Output.WriteLine(Text($"The first run was {Ending(first)}, the second {Ending(second)}. Somebody used the key once more, without a label."));
        WriteBooks(when);
    }

    internal void WriteComparison(ReconciliationReport report)
    {
        Output.WriteLine("A quarter of an hour later the bill is settled, and compared:");
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Label", "Recorded", "Billed", "Drift", "Adjustment", "Outcome");
        for (var column = 1; column < 5; column++)
            table.Columns[column].RightAligned();
        foreach (var cost in report.Costs)
        {
            table.AddRow(
                new Text(cost.Label ?? "(none)"), new Text(Amount(cost.Recorded)), new Text(Amount(cost.Billed)), new Text(cost.Drift is { } drift ? Ratio(drift) : ""),
                new Text(Amount(cost.Adjustment)), new Text(cost.Outcome.ToString()));
        }

        console.Write(table);
    }

    internal int WriteEnd(bool isStable)
    {
        WriteBooks("After");
        var isRight = isStable && budget.Spent == Labelled;
        Output.WriteLine(isRight
            ? Text($"Checked: the budget has {Amount(budget.Spent)}, exactly what was billed under its labels, and to compare again changes nothing. {Amount(bill.OfLabel(null))} without a label are charged to nobody.")
            : Text($"NOT IN ORDER: {Amount(Labelled)} were billed under the labels of the budget, and it has {Amount(budget.Spent)}."));
        return isRight ? ExitCodes.Ok : ExitCodes.UnexpectedFailure;
    }

    private void WriteBooks(string when)
    {
        var report = budget.GetStatus();
        Output.WriteLine(Text(
            $"{when}: the budget has {Amount(report.Spent)} of {Amount(report.Limit)} spent ({MoneyFormat.Percent(report.UtilizationPercentage)}, {report.Status}); billed under its labels are {Amount(Labelled)}."));
    }

    private string Amount(decimal amount) => amount < 0 ? $"-{Digits(-amount)}" : Digits(amount);

    // An increase may have any number of decimals, and nothing is rounded here.
    private string Digits(decimal amount)
    {
        var usual = _messages.Amount(amount);
        var exact = $"${amount.ToString("0.############################", CultureInfo.InvariantCulture)}";
        return exact.Length > usual.Length ? exact : usual;
    }

    private static string Ending(AgentOutcome outcome) => outcome is AgentOutcome.StoppedByBudget ? "stopped by the budget" : "done";

    private static string Ratio(decimal ratio) => ratio.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
