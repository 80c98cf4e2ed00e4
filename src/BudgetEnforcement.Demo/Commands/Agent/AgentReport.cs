using System.Globalization;
using BudgetEnforcement.Demo.Display;

namespace BudgetEnforcement.Demo.Commands.Agent;

/// <summary>The last word about an agent: what it has done, and whether its books and those of the provider agree.</summary>
internal sealed class AgentReport(AgentOutcome outcome, BudgetReport budget, decimal bill, AgentCalls calls, DocumentTools tools)
{
    // A call that is cancelled is charged its bound, because it may have been billed.
    private bool Agrees => outcome is AgentOutcome.Interrupted ? budget.Spent >= bill : budget.Spent == bill;

    internal bool IsInOrder => Agrees && calls.PastBound == 0 && !budget.IsExceeded;

    internal int ExitCode => (IsInOrder, outcome) switch
    {
        (false, _) => ExitCodes.UnexpectedFailure,
        (_, AgentOutcome.StoppedByBudget) => ExitCodes.StoppedByBudget,
        (_, AgentOutcome.Interrupted) => ExitCodes.Interrupted,
        _ => ExitCodes.Ok,
    };

    internal void Write(TextWriter output, AgentMessages messages)
    {
        output.WriteLine(Ending(messages));
        output.WriteLine(Text($"Kept: notes of {tools.Notes.Count:N0} of {tools.Sections:N0} sections."));
        foreach (var (number, note) in tools.Notes)
            output.WriteLine(Text($"  {number,2} {note}"));
        output.WriteLine($"Spent {messages.Amount(budget.Spent)} of {messages.Amount(budget.Limit)} ({MoneyFormat.Percent(budget.UtilizationPercentage)}), status {budget.Status}.");
        output.WriteLine(Verdict(messages));
    }

    private string Ending(AgentMessages messages) => outcome switch
    {
        AgentOutcome.Completed => Text($"Done after {calls.Count:N0} calls."),
        AgentOutcome.Interrupted => Text($"Interrupted after {calls.Count:N0} calls."),
        _ => Text($"Stopped by the budget after {calls.Count:N0} calls: the bound of the next is more than the {messages.Amount(budget.Remaining)} left, so it was not made."),
    };

    private string Verdict(AgentMessages messages)
    {
        var (billed, recorded) = (messages.Amount(bill), messages.Amount(budget.Spent));
        if (!Agrees)
            return $"NOT IN ORDER: the provider billed {billed}, and the budget recorded {recorded}.";
        if (calls.PastBound > 0)
            return Text($"NOT IN ORDER: {calls.PastBound:N0} calls cost more than their bound.");
        if (budget.IsExceeded)
            return $"NOT IN ORDER: {recorded} is more than the limit.";
        return budget.Spent == bill
            ? $"Checked: the provider billed {billed}, exactly what the budget recorded; no call cost more than its bound, and the limit was not passed."
            : $"Checked: the provider billed {billed}, and the budget recorded {recorded}, with the whole bound of the call that was cut off; the limit was not passed.";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
