namespace BudgetEnforcement.AspNetCore;

/// <summary>The nodes of the ledger, those in doubt first.</summary>
internal static class NodesHtml
{
    private const int MostNodes = 50;
    private const int MostHoldings = 5;

    internal static HtmlText Inner(BudgetsSnapshot snapshot, string basePath)
    {
        if (snapshot.Ledger is not { } ledger)
            return HtmlText.Empty;
        if (ledger.Nodes is not { } nodes)
            return HtmlText.Of($"""<h2>Nodes</h2><p class="note">{(ledger.State == BudgetLedgerState.Connected ? "They are being read." : "The ledger does not answer, so the nodes are not known.")}</p>""");
        var sorted = nodes.OrderBy(node => node.Status switch { LedgerNodeStatus.InDoubt => 0, LedgerNodeStatus.Connected => 1, _ => 2 }).ThenByDescending(node => node.LastSeenAt).ToList();
        var rest = sorted.Count > MostNodes ? HtmlText.Of($"""<p class="note">{sorted.Count - MostNodes:N0} more are not shown.</p>""") : HtmlText.Empty;
        return HtmlText.Of(
            $"""
            <h2>Nodes</h2><p class="note">The ledger is {Word(ledger.State)}.</p>
            <ul class="nodes">{HtmlText.Join(sorted.Take(MostNodes).Select(node => Node(node, snapshot.At, basePath)))}</ul>{rest}
            """);
    }

    private static HtmlText Node(LedgerNodeInfo node, DateTimeOffset now, string basePath)
    {
        var isInDoubt = node.Status == LedgerNodeStatus.InDoubt;
        var holdings = node.Holdings.Take(MostHoldings).Select(holding => HtmlText.Of(
            $"<li><bdi>{SafeText.Of(holding.BudgetName)}</bdi>: {Amounts.Text(holding.Held, holding.Currency)} held</li>"));
        var more = node.Holdings.Count > MostHoldings ? HtmlText.Of($"<li>and {node.Holdings.Count - MostHoldings:N0} more</li>") : HtmlText.Empty;
        var settle = isInDoubt ? HtmlText.Of($"""<a class="button" href="{basePath}/confirm?command=settle&amp;node={node.Id.ToString()}">Settle…</a>""") : HtmlText.Empty;
        return HtmlText.Of(
            $"""
            <li class="{(isInDoubt ? "exceeded" : "ok")}"><div class="who"><bdi>{SafeText.Of(node.Name)}</bdi><span class="chip {(isInDoubt ? "exceeded" : "ok")}">{Word(node.Status)}</span></div>
            <p class="note">last seen {Amounts.Instant(node.LastSeenAt, now)}</p><ul>{HtmlText.Join(holdings)}{more}</ul>{settle}</li>
            """);
    }

    private static string Word(BudgetLedgerState state) => state switch
    {
        BudgetLedgerState.Connected => "connected",
        BudgetLedgerState.Learning => "learning what was spent",
        BudgetLedgerState.Closed => "closed",
        _ => "not available",
    };

    private static string Word(LedgerNodeStatus status) => status switch
    {
        LedgerNodeStatus.InDoubt => "In doubt",
        LedgerNodeStatus.Connected => "Connected",
        LedgerNodeStatus.Settled => "Settled",
        _ => "Ended",
    };
}
