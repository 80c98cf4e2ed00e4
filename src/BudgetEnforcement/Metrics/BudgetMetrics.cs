using System.Diagnostics;

namespace BudgetEnforcement;

/// <summary>The meter of the library. It looks at the budgets when a listener collects, and does not keep them alive.</summary>
/// <remarks>No foreign code runs under its lock, and no other lock is taken under it.</remarks>
internal static class BudgetMetrics
{
    internal const string MeterName = "BudgetEnforcement";

    private static readonly Dictionary<BudgetSeriesKey, BudgetSeries> Series = [];
    private static readonly object Gate = new();
    private static readonly BudgetInstruments Instruments = new(MeterName);

    /// <summary>Publishes a budget that was given a name, for as long as it lives and is not closed.</summary>
    /// <remarks>Not under the lock of a tree: where it is the first budget, listeners are called.</remarks>
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

    /// <summary>Ends what a budget publishes: it is closed. Its series goes on where others are in it.</summary>
    /// <remarks>May be called for any budget, any number of times.</remarks>
    internal static void Withdraw(BudgetEnforcer budget)
    {
        if (budget.Published is not { } published)
            return;
        lock (Gate)
            WithdrawNeedsLock(published);
    }

    /// <summary>Leaves what a budget recorded that no one can use any more to its series.</summary>
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
            // Listeners have no log of ours.
        }
    }

    /// <summary>Reads every published budget once, one tree's lock at a time, and adds up those of one series.</summary>
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

    /// <param name="series">What to add up.</param>
    /// <param name="members">Its budgets, afterwards; none where it has ended.</param>
    private static SeriesTotal Read(BudgetSeries series, List<PublishedBudget> members)
    {
        members.Clear();
        SeriesTotal total;
        lock (Gate)
        {
            // Who is listed lives, so its numbers come from here or from what the series keeps of the gone, never from both.
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
