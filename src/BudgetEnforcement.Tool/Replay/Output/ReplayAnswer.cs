using BudgetEnforcement.Tool.Replay.Budgets;

namespace BudgetEnforcement.Tool.Replay.Output;

/// <summary>The one sentence that the user can act on.</summary>
internal static class ReplayAnswer
{
    internal static string Of(ReplayReport report, ReplayResult result)
    {
        var money = report.MoneyUnder(result.Report.Limit);
        var limit = money.PreciseDown(result.Report.Limit);
        return report.Options.Mode is ReplayMode.RecordOnly ? Recorded(report, result, money, limit)
            : result.FirstDenied is { } denied ? Stopped(report, result, denied, money, limit)
            : Unstopped(report, result, money, limit);
    }

    private static string Recorded(ReplayReport report, ReplayResult result, MoneyFormat money, string limit)
    {
        var spent = money.PreciseUp(result.Spent);
        return result.Exceeded is { } exceeded
            ? $"A {Kind(report)}limit of {limit} would have been passed {report.MomentOf(exceeded)}, by a cost of {money.PreciseUp(exceeded.Cost.Amount)} ({report.PlaceOf(exceeded.Cost)}); {spent} was spent in all."
            : $"A {Kind(report)}limit of {limit} would never have been passed; {spent} was spent in all.";
    }

    private static string Stopped(ReplayReport report, ReplayResult result, RowMark denied, MoneyFormat money, string limit)
    {
        var cost = $"a cost of {money.PreciseUp(denied.Cost.Amount)} ({report.PlaceOf(denied.Cost)})";
        var saved = $"{money.PreciseUp(result.Spent)} spent, {Saved(report, result, money)}";
        if (report.Options.Mode is ReplayMode.SkipDenied)
        {
            return FormattableString.Invariant(
                $"A {Kind(report)}limit of {limit} would have refused {result.DeniedRows:N0} of {result.Rows:N0} costs, the first {report.MomentOf(denied)}, {cost}: {saved}");
        }

        return report.Options.Period is BudgetPeriod.None
            ? $"A limit of {limit} would have stopped this {report.MomentOf(denied)}, before {cost}: {saved}"
            : FormattableString.Invariant(
                $"A {Kind(report)}limit of {limit} would have stopped {result.StoppedPeriods:N0} of {Name(report, result.PeriodCount)}, the first {report.MomentOf(denied)}, before {cost}: {saved}");
    }

    // Credits that came later make the whole bill less than the amount that it is compared with.
    private static string Saved(ReplayReport report, ReplayResult result, MoneyFormat money) => result.NotSpent > report.Tally.Total
        ? $"{money.PreciseDown(result.NotSpent)} would not have been spent; with its credits the bill comes to {money.PreciseUp(report.Tally.Total)}."
        : $"{money.PreciseDown(result.NotSpent)} of {money.PreciseUp(report.Tally.Total)} would not have been spent.";

    private static string Unstopped(ReplayReport report, ReplayResult result, MoneyFormat money, string limit)
    {
        var spent = money.PreciseUp(result.Spent);
        var highest = result.Highest > result.Spent || report.Options.Period is not BudgetPeriod.None ? $", {money.PreciseUp(result.Highest)} at the most at one time" : "";
        return $"A {Kind(report)}limit of {limit} would have stopped nothing: {spent} spent{highest}.";
    }

    private static string Kind(ReplayReport report) => report.Options.Period switch
    {
        BudgetPeriod.Daily => "daily ",
        BudgetPeriod.Weekly => "weekly ",
        BudgetPeriod.Monthly => "monthly ",
        _ => "",
    };

    private static string Name(ReplayReport report, long count)
    {
        var name = report.Options.Period switch
        {
            BudgetPeriod.Daily => "day",
            BudgetPeriod.Weekly => "week",
            _ => "month",
        };
        return FormattableString.Invariant($"{count:N0} {name}{(count == 1 ? "" : "s")}");
    }
}
