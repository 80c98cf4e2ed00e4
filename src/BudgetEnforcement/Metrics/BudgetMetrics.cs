using System.Diagnostics;

namespace BudgetEnforcement;

/// <summary>The meter of the library. It reads the budgets when a listener collects, and does not keep them alive.</summary>
/// <remarks>No foreign code runs under its lock, and no other lock is taken under it.</remarks>
internal static class BudgetMetrics
{
    internal const string MeterName = "BudgetEnforcement";

    private static readonly Dictionary<BudgetSeriesKey, BudgetSeries> Series = [];
    private static readonly object Gate = new();
    private static readonly BudgetInstruments Instruments = new(MeterName);

    /// <summary>Publishes a named budget, for as long as it lives and is not closed.</summary>
    /// <remarks>Callers must not hold the lock of a tree, because the first budget makes the instruments, which calls listeners.</remarks>
    internal static void Publish(BudgetEnforcer budget)
    {
        var key = new BudgetSeriesKey(budget.Name, budget.Currency, budget.NearestNamedParent);
        lock (Gate)
        {
            if (!Series.TryGetValue(key, out var series))
                Series.Add(key, series = new BudgetSeries(key));
            budget.Published = new PublishedBudget(budget, series);
            series.Join(budget.Published);
        }

        Instruments.MakeOnce();
    }

    /// <summary>Stops publishing a budget that is closed. Its series goes on while other budgets are in it.</summary>
    /// <remarks>May be called for any budget, any number of times.</remarks>
    internal static void Withdraw(BudgetEnforcer budget)
    {
        if (budget.Published is not { } published)
            return;
        lock (Gate)
            WithdrawNeedsLock(published);
    }

    /// <summary>Adds the recorded costs of an unreachable budget to its series.</summary>
    internal static void Forget(PublishedBudget published)
    {
        if (published.Place < 0)
            return;
        var recorded = published.Budget.ReadRecorded();
        lock (Gate)
        {
            published.Series.Leave(published, recorded);
            WithdrawNeedsLock(published);
        }
    }

    /// <summary>Counts a refusal at the budget that was asked, where it is published.</summary>
    /// <param name="asked">The budget that was asked.</param>
    /// <param name="refusal">Its answer, which says who decided.</param>
    internal static void CountRejection(BudgetEnforcer asked, in BudgetCheck refusal)
    {
        if (asked.Published is not { IsWithdrawn: false } published || Instruments.Rejections is not { Enabled: true } rejections)
            return;
        var tags = new TagList(published.Series.Tags) { { "decided_by", refusal.BudgetName } };
        try
        {
            rejections.Add(1, tags);
        }
#pragma warning disable CA1031 // A listener is foreign code and may throw anything; the spender must not see it.
        catch
#pragma warning restore CA1031
        {
            // There is no log for what a listener throws.
        }
    }

    /// <summary>Reads every published budget once, under the lock of one tree at a time, and adds up the budgets of each series.</summary>
    internal static IEnumerable<(BudgetSeries Series, SeriesTotal Total)> ReadAll()
    {
        var members = new List<PublishedBudget>();
        foreach (var series in Living())
        {
            var total = Read(series, members);
            if (members.Count > 0)
                yield return (series, total);
        }
    }

    private static List<BudgetSeries> Living()
    {
        lock (Gate)
            return [.. Series.Values];
    }

    /// <param name="series">The series to add up.</param>
    /// <param name="members">Receives its budgets; none where the series has ended.</param>
    private static SeriesTotal Read(BudgetSeries series, List<PublishedBudget> members)
    {
        members.Clear();
        SeriesTotal total;
        lock (Gate)
        {
            // A listed budget is alive. So each budget counts once: in the list, or in the sum that the series keeps of collected budgets.
            total = new SeriesTotal(series.RecordedByGone);
            if (series.Published > 0)
                series.CopyMembersTo(members);
        }

        foreach (var published in members)
            total.Add(published.Budget.ReadMetrics(), published.IsWithdrawn);
        return total;
    }

    private static void WithdrawNeedsLock(PublishedBudget published)
    {
        if (published.IsWithdrawn)
            return;
        published.IsWithdrawn = true;
        if (--published.Series.Published == 0)
            Series.Remove(published.Series.Key);
    }
}
