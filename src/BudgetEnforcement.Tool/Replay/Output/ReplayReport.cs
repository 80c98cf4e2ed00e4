using BudgetEnforcement.Tool.Replay.Budgets;
using BudgetEnforcement.Tool.Replay.Rows;
using BudgetEnforcement.Tool.Replay.Times;

namespace BudgetEnforcement.Tool.Replay.Output;

/// <summary>Everything that there is to tell about a replay.</summary>
/// <param name="Options">The options of the replay.</param>
/// <param name="Tally">The events of the reading of the files.</param>
/// <param name="Files">The names of the files.</param>
/// <param name="Times">How times are told.</param>
/// <param name="HasTimes">Whether there are any.</param>
/// <param name="Results">The result under each limit.</param>
/// <param name="Remarks">Sentences about the order of the rows.</param>
internal sealed record ReplayReport(
    ReplayOptions Options,
    ReadingTally Tally,
    IReadOnlyList<string> Files,
    TimeText Times,
    bool HasTimes,
    IReadOnlyList<ReplayResult> Results,
    IReadOnlyList<string> Remarks)
{
    /// <summary>How amounts under a limit are written.</summary>
    internal MoneyFormat MoneyUnder(decimal limit) => new(limit, Tally.Currency is null or "" ? "" : Tally.Currency is "$" ? "USD" : Printable.Of(Tally.Currency));

    /// <summary>Where a cost stands: <c>costs.csv, line 12</c>.</summary>
    internal string PlaceOf(in CostRow cost) => FormattableString.Invariant($"{Files[cost.File]}, line {cost.Line}");

    /// <summary>When a cost was incurred, or which one it is where there are no times.</summary>
    internal string MomentOf(RowMark mark) => HasTimes ? $"on {Times.Of(mark.Cost.Ticks)}" : FormattableString.Invariant($"at row {mark.Row:N0}");

    /// <summary>Everything that a user who believes the answer has to know.</summary>
    internal IEnumerable<string> Notes()
    {
        foreach (var note in Tally.Notes.Concat(Remarks))
            yield return note;
        if (Tally.Words.Count > 0)
            yield return $"Taken as no cost: {string.Join(", ", Tally.Words.Select(word => FormattableString.Invariant($"{Printable.Quote(word.Key)} ({HowOften(word.Value)})")))}.";
        if (Tally.CreditRows > 0)
            yield return FormattableString.Invariant($"Credits: {Rows(Tally.CreditRows)}, {MoneyUnder(Tally.Credits).PreciseDown(Tally.Credits)} in all, taken off what was spent.");
        if (Tally.CreditRows > 0 && Tally.Units == Tally.CreditUnits)
            yield return "Every cost is below 0, and so a credit. Does the file write what was spent as negative? Then take off the signs.";
        if (Tally.RepeatedRows > 0)
            yield return $"Told more than once, and counted once: {Rows(Tally.RepeatedRows)}.";
        if (Tally.RepeatedWithOtherCost > 0)
            yield return $"Of the rows that were told more than once, {Rows(Tally.RepeatedWithOtherCost)} had another cost than the first, which counts. Are the columns of --distinct-by enough?";
        if (Tally.TotalRows > 0)
            yield return $"Left out as totals of others: {Rows(Tally.TotalRows)}.";
        if (Tally.FilteredRows > 0)
            yield return $"Left out by --where: {Rows(Tally.FilteredRows)}.";
        if (Tally.RoundedRows > 0)
            yield return $"Rounded up, for having more digits than can be kept: {Rows(Tally.RoundedRows)}.";
        if (Tally.BadRows > 0)
            yield return $"Left out as bad: {Rows(Tally.BadRows)}. {string.Join(' ', Tally.BadExamples)}";
        foreach (var result in Results.Where(result => result.UnusedCredit > 0m).Take(1))
            yield return $"Credits of {MoneyUnder(result.Report.Limit).PreciseDown(result.UnusedCredit)} are beyond what was spent, and count for nothing.";
    }

    internal static string Rows(long count) => count == 1 ? "1 row" : FormattableString.Invariant($"{count:N0} rows");

    private static string HowOften(long count) => count == 1 ? "once" : FormattableString.Invariant($"{count:N0} times");
}
