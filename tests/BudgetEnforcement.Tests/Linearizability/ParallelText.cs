using System.Globalization;

namespace BudgetEnforcement.Tests;

/// <summary>Writes what callers saw, for the reader of a failure.</summary>
internal static class ParallelText
{
    internal static string Of(object answer) => answer switch
    {
        BudgetReport report => string.Create(
            CultureInfo.InvariantCulture,
            $"{report}, {report.OpenReservations} open, overage {report.Overage}, {report.Resets} resets, path {report.PathStatus}"),
        BudgetCheck check => string.Create(CultureInfo.InvariantCulture, $"{check} ({check.Reason}, {check.Status}, available {check.Available})"),
        ValueTuple<int, BudgetStatus, BudgetReport> crossing => $"told: {crossing.Item2} of budget {crossing.Item1} at {Of(crossing.Item3)}",
        ValueTuple<bool, int> token => $"token {token.Item2}: {(token.Item1 ? "cancelled" : "not cancelled")}",
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => answer.ToString()!,
    };

    internal static string Lines(IEnumerable<object> answers) => string.Concat(answers.Select(answer => $"  {Of(answer)}\n"));
}
