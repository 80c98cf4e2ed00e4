namespace BudgetEnforcement.AspNetCore;

/// <summary>The one sentence that the page begins with, the facts under it, and what needs a look first.</summary>
internal static class Verdict
{
    private const int MostInAttention = 6;

    internal static BudgetStatus Worst(BudgetsSnapshot snapshot)
    {
        var worst = snapshot.All.Select(view => view.Report.Status).DefaultIfEmpty(BudgetStatus.Ok).Max();
        return snapshot.Ledger?.State is BudgetLedgerState.Unavailable or BudgetLedgerState.Closed ? BudgetStatus.Exceeded : worst;
    }

    internal static HtmlText Inner(BudgetsSnapshot snapshot, string basePath)
    {
        var worst = Worst(snapshot);
        var (label, sentence) = Sentence(snapshot);
        var attention = Attention(snapshot);
        var rest = NumberInNeed(snapshot) - attention.Count;
        return HtmlText.Of(
            $"""
            <div class="verdict {BudgetRow.Tone(worst)}" data-status="{label}{sentence}"><h2>{NameOf(label)}{sentence}</h2>
            <ul class="facts">{HtmlText.Join(Facts(snapshot).Select(fact => HtmlText.Of($"<li>{NameOf(fact.Label)}{fact.Text}</li>")))}</ul></div>
            {(attention.Count == 0 ? HtmlText.Empty : HtmlText.Of($"""<ul class="attention" aria-label="Look at these first">{HtmlText.Join(attention.Select(view => Item(view, basePath)))}</ul>"""))}{(rest <= 0 ? HtmlText.Empty : HtmlText.Of($"""<p class="note rest">and {rest:N0} more</p>"""))}
            """);
    }

    private static HtmlText Item(BudgetView view, string basePath) => HtmlText.Of(
        $"""
        <li class="{BudgetRow.Tone(view.Report.Status)}"><a href="{basePath}/budget{view.Ref.Query}"><bdi>{view.Ref.Label}</bdi></a><b>{Amounts.Percent(view.Report.UtilizationPercentage)}</b><span>{Left(view)}</span></li>
        """);

    private static string Left(BudgetView view)
    {
        var report = view.Report;
        if (report.Remaining < 0m)
            return $"{Amounts.Text(-report.Remaining, report.Currency)} over the limit";
        var ends = view.EndsAt is { } end ? $", ends in {Amounts.Span(end - view.ReadAt)}" : string.Empty;
        return $"{Amounts.Text(report.Remaining, report.Currency)} left{ends}";
    }

    private static List<BudgetView> Attention(BudgetsSnapshot snapshot) =>
    [
        .. snapshot.All.Where(view => view.Report.Status >= BudgetStatus.Warning90)
            .OrderByDescending(view => view.Report.Status).ThenBy(view => view.Depth).ThenByDescending(view => view.Report.UtilizationPercentage).Take(MostInAttention),
    ];

    // By itself, so that a name which is written from right to left does not turn the rest around.
    private static HtmlText NameOf(string? label) => label is null ? HtmlText.Empty : HtmlText.Of($"<bdi>{label}</bdi>");

    /// <summary>The sentence, with the budget that it begins with where there is one.</summary>
    private static (string? Label, string Text) Sentence(BudgetsSnapshot snapshot)
    {
        if (snapshot.Ledger?.State is BudgetLedgerState.Unavailable or BudgetLedgerState.Closed)
            return (null, "The ledger does not answer");
        var count = snapshot.Budgets.Count + snapshot.Registries.Sum(registry => registry.Count);
        var (exceeded, nearly) = (NumberExceeded(snapshot), NumberNearlySpent(snapshot));
        if (exceeded == 1 && snapshot.All.FirstOrDefault(view => view.Report.IsExceeded) is { } only)
            return (only.Ref.Label, " is exceeded");
        if (exceeded > 0)
            return (null, $"{BudgetRow.Count(exceeded, "budget is", "budgets are")} exceeded");
        if (nearly == 1 && snapshot.All.FirstOrDefault(view => view.Report.Status == BudgetStatus.Warning90) is { } near)
            return (near.Ref.Label, " is nearly spent");
        if (nearly > 0)
            return (null, $"{BudgetRow.Count(nearly, "budget is", "budgets are")} nearly spent");
        return (null, count == 0 ? "There are no budgets" : count == 1 ? "The budget has room" : $"All {BudgetRow.Count(count, "budget", "budgets")} have room");
    }

    private static IEnumerable<(string? Label, string Text)> Facts(BudgetsSnapshot snapshot)
    {
        // Roots do not count each other's money, so their rates may be added, by currency.
        foreach (var roots in snapshot.Budgets.Where(view => view.Depth == 0 && view.BurnRatePerHour > 0m).GroupBy(view => view.Report.Currency))
            yield return (null, $"{Amounts.Text(roots.Sum(view => view.BurnRatePerHour!.Value), roots.Key)} an hour");
        // Where the money above is spent already, it does not matter how long one's own would last.
        var next = snapshot.Budgets.Where(view => view.EndsAt is not null && view.Report.PathStatus != BudgetStatus.Exceeded).MinBy(view => view.EndsAt);
        if (next is not null)
            yield return (next.Ref.Label, $": money ends in {Amounts.Span(next.EndsAt!.Value - snapshot.At)}, at {Amounts.Instant(next.EndsAt.Value, snapshot.At)}");
        var waiting = snapshot.Budgets.Sum(view => view.Waiters) + snapshot.Registries.Sum(registry => registry.Waiters);
        if (waiting > 0)
            yield return (null, BudgetRow.Count(waiting, "request waits for room", "requests wait for room"));
        var nodes = snapshot.Ledger?.InDoubt.Count() ?? 0;
        if (nodes > 0)
            yield return (null, BudgetRow.Count(nodes, "node is in doubt", "nodes are in doubt"));
    }

    private static int NumberInNeed(BudgetsSnapshot snapshot) => NumberExceeded(snapshot) + NumberNearlySpent(snapshot);

    private static int NumberExceeded(BudgetsSnapshot snapshot) =>
        NumberOf(snapshot, BudgetStatus.Exceeded) + snapshot.Registries.Sum(registry => registry.Exceeded);

    private static int NumberNearlySpent(BudgetsSnapshot snapshot) =>
        NumberOf(snapshot, BudgetStatus.Warning90) + snapshot.Registries.Sum(registry => registry.NearlySpent);

    private static int NumberOf(BudgetsSnapshot snapshot, BudgetStatus status) => snapshot.Budgets.Count(view => view.Report.Status == status);
}
