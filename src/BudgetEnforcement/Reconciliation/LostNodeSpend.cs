namespace BudgetEnforcement;

/// <summary>Finds on the bill what a lost node of a ledger may have spent beyond its last report.</summary>
internal sealed class LostNodeSpend
{
    private readonly List<Share> _shares = [];

    private LostNodeSpend(DateTimeOffset until) => Until = until;

    /// <summary>The end of the time that is looked at, exclusive.</summary>
    internal DateTimeOffset Until { get; }

    /// <summary>The starts of the terms that the node has spent in, which are the starts of the bills that are needed.</summary>
    internal IEnumerable<DateTimeOffset> Starts => _shares.Select(static share => share.From).Distinct();

    /// <exception cref="InvalidOperationException">The node cannot be settled by its bill.</exception>
    /// <exception cref="BudgetLedgerException">The ledger has no such node or budget, or the store failed.</exception>
    internal static async Task<LostNodeSpend> ReadAsync(
        BudgetLedger ledger, string source, Guid nodeId, IReadOnlyDictionary<string, string> labels, DateTimeOffset settled, CancellationToken cancellationToken)
    {
        var budgets = (await ledger.ListAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(static budget => budget.Name, StringComparer.Ordinal);
        foreach (var name in labels.Values)
        {
            if (!budgets.ContainsKey(name))
                throw LedgerFaults.NoBudget(name);
        }

        var node = await ledger.FindNodeAsync(nodeId, cancellationToken).ConfigureAwait(false) ?? throw new BudgetLedgerException($"The ledger has no node {nodeId}.");
        if (node.Status != LedgerNodeStatus.InDoubt)
            throw new InvalidOperationException($"Node {nodeId} is not in doubt but {node.Status}, so it is not settled by a bill.");
        if (node.LastSeenAt >= settled)
            throw new InvalidOperationException($"Node {nodeId} was seen at {node.LastSeenAt:u}, and its bill is not settled yet.");

        var spend = new LostNodeSpend(settled);
        foreach (var budget in budgets.Values)
        {
            var own = labels.Where(label => IsAtOrUnder(budgets, label.Value, budget.Name)).Select(static label => label.Key).ToList();
            var reports = node.Holdings.Where(holding => holding.BudgetName == budget.Name).ToList();
            var held = reports.FindAll(static holding => holding.Held > 0m);
            if (own.Count == 0 && held.Count > 0)
                throw new InvalidOperationException($"Node {nodeId} holds something of budget {BudgetOptionsRules.Quote(budget.Name)}, and no label is given for what it spent of it.");
            if (own.Count == 0)
                continue;

            // The node may have spent in a former term what it holds of that term.
            var term = held.Count > 0 ? held.Min(static holding => holding.Term) : budget.Term;
            var start = await StartOfAsync(ledger, budget, term, cancellationToken).ConfigureAwait(false);
            var known = MoneyBalance.Zero;
            foreach (var report in reports.Where(report => report.Term >= term))
                known += MoneyBalance.From(report.Spent);
            foreach (var beneath in budgets.Values.Where(beneath => IsAtOrUnder(budgets, beneath.Name, budget.Name)))
                known += await AdjustedAsync(ledger, source, beneath.Name, labels, start, cancellationToken).ConfigureAwait(false);
            spend._shares.Add(new Share(budget.Name, own, UtcMinute.Start(UtcMinute.AtOrAfter(start > node.FirstSeenAt.AddMinutes(-1) ? start : node.FirstSeenAt.AddMinutes(-1))), known));
        }

        return spend;
    }

    /// <summary>What the node spent beyond what the ledger knows, by budget; 0 or more.</summary>
    /// <param name="bills">By start.</param>
    /// <exception cref="InvalidOperationException">Something was billed without a label.</exception>
    internal Dictionary<string, decimal> TruthOf(Dictionary<DateTimeOffset, Bill> bills)
    {
        var truth = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var share in _shares)
        {
            var bill = bills[share.From];
            if (bill.HasUnlabelled)
            {
                throw new InvalidOperationException(
                    $"Costs without a label were billed from {share.From:u} to {Until:u}. Some may be the node's, so its bill does not say all that it spent of budget {BudgetOptionsRules.Quote(share.BudgetName)}.");
            }

            var beyond = MoneyBalance.Zero - share.Known;
            foreach (var label in share.Labels)
                beyond += bill.AmountOf(label);
            if (beyond.Sign > 0)
                truth.Add(share.BudgetName, beyond.ToDecimal());
        }

        return truth;
    }

    private static async Task<DateTimeOffset> StartOfAsync(BudgetLedger ledger, LedgerBudgetInfo budget, long term, CancellationToken cancellationToken)
    {
        if (term == budget.Term)
            return budget.TermStart;
        var terms = await ledger.GetTermsAsync(budget.Name, latest: null, cancellationToken).ConfigureAwait(false);
        return terms.FirstOrDefault(it => it.Number == term)?.Start
            ?? throw new InvalidOperationException($"A term of budget {BudgetOptionsRules.Quote(budget.Name)} ended meanwhile; settle the node again.");
    }

    /// <summary>The sum that reconcilers of the same source have adjusted already, for the labels of the node, since a term began.</summary>
    private static async Task<MoneyBalance> AdjustedAsync(
        BudgetLedger ledger, string source, string budgetName, IReadOnlyDictionary<string, string> labels, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var sum = MoneyBalance.Zero;
        foreach (var label in labels.Keys)
        {
            foreach (var entry in await ledger.GetEntriesAsync(budgetName, AdjustmentKey.PrefixOf(source, label), cancellationToken).ConfigureAwait(false))
            {
                if (entry.CreatedAt >= since)
                    sum += MoneyBalance.From(entry.Amount);
            }
        }

        return sum;
    }

    private static bool IsAtOrUnder(Dictionary<string, LedgerBudgetInfo> budgets, string name, string above) =>
        name == above || budgets[name].Parents.Any(parent => IsAtOrUnder(budgets, parent, above));

    /// <summary>A budget that the node has spent from.</summary>
    /// <param name="BudgetName">The budget.</param>
    /// <param name="Labels">The labels of what was spent there and beneath.</param>
    /// <param name="From">Since when.</param>
    /// <param name="Known">The spend that the ledger knows of.</param>
    private sealed record Share(string BudgetName, List<string> Labels, DateTimeOffset From, MoneyBalance Known);
}
