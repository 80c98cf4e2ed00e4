namespace BudgetEnforcement;

/// <summary>What a lost node of a ledger may have spent beyond its last report, to be found on the bill.</summary>
internal sealed class LostNodeSpend
{
    private readonly List<Holding> _holdings = [];

    private LostNodeSpend(DateTimeOffset until) => Until = until;

    /// <summary>The end of what is looked at, exclusive.</summary>
    internal DateTimeOffset Until { get; }

    /// <summary>When the terms began of which the node holds something: the starts of the bills that are needed.</summary>
    internal IEnumerable<DateTimeOffset> Starts => _holdings.Select(static holding => holding.From).Distinct();

    /// <exception cref="InvalidOperationException">The node cannot be settled by its bill.</exception>
    /// <exception cref="BudgetLedgerException">The ledger has no such node or budget, or the store failed.</exception>
    internal static async Task<LostNodeSpend> ReadAsync(
        BudgetLedger ledger, Guid nodeId, IReadOnlyDictionary<string, string> labels, DateTimeOffset settled, CancellationToken cancellationToken)
    {
        var budgets = (await ledger.ListAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(static budget => budget.Name, StringComparer.Ordinal);
        foreach (var name in labels.Values)
        {
            if (!budgets.ContainsKey(name))
                throw LedgerFaults.NoBudget(name);
        }

        var node = (await ledger.GetNodesAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(node => node.Id == nodeId)
            ?? throw new BudgetLedgerException($"The ledger has no node {nodeId}.");
        if (node.Status != LedgerNodeStatus.InDoubt)
            throw new InvalidOperationException($"Node {nodeId} is not in doubt but {node.Status}, so it is not settled by a bill.");
        if (node.LastSeenAt >= settled)
            throw new InvalidOperationException($"Node {nodeId} was seen at {node.LastSeenAt:u}, and its bill is not settled yet.");

        var spend = new LostNodeSpend(settled);
        foreach (var held in node.Holdings.GroupBy(static holding => holding.BudgetName))
        {
            var own = labels.Where(label => IsAtOrUnder(budgets, label.Value, held.Key)).Select(static label => label.Key).ToList();
            if (own.Count == 0)
                throw new InvalidOperationException($"Node {nodeId} holds something of budget {BudgetOptionsRules.Quote(held.Key)}, and no label is given for what it spent of it.");
            var oldest = held.Min(static holding => holding.Term);
            var start = oldest == budgets[held.Key].Term
                ? budgets[held.Key].TermStart
                : (await ledger.GetTermsAsync(held.Key, latest: null, cancellationToken).ConfigureAwait(false)).Single(term => term.Number == oldest).Start;
            spend._holdings.Add(new Holding(
                held.Key, own, UtcMinute.Start(UtcMinute.Of(start > node.FirstSeenAt ? start : node.FirstSeenAt)), held.Select(static holding => holding.Spent).ToList()));
        }

        return spend;
    }

    /// <summary>What the node spent beyond its last report, by budget; 0 or more.</summary>
    /// <param name="bills">By start.</param>
    /// <exception cref="InvalidOperationException">Something was billed without a label.</exception>
    internal Dictionary<string, decimal> TruthOf(Dictionary<DateTimeOffset, Bill> bills)
    {
        var truth = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var holding in _holdings)
        {
            var bill = bills[holding.From];
            if (!bill.AmountOf(null).IsZero)
            {
                throw new InvalidOperationException(
                    $"Costs without a label were billed from {holding.From:u} to {Until:u}. Some may be the node's, so its bill does not say all that it spent of budget {BudgetOptionsRules.Quote(holding.BudgetName)}.");
            }

            var beyond = MoneyBalance.From(0m);
            foreach (var label in holding.Labels)
                beyond += bill.AmountOf(label);
            foreach (var reported in holding.Reported)
                beyond -= MoneyBalance.From(reported);
            truth.Add(holding.BudgetName, beyond.Sign > 0 ? beyond.ToDecimal() : 0m);
        }

        return truth;
    }

    private static bool IsAtOrUnder(Dictionary<string, LedgerBudgetInfo> budgets, string name, string above) =>
        name == above || budgets[name].Parents.Any(parent => IsAtOrUnder(budgets, parent, above));

    private sealed record Holding(string BudgetName, List<string> Labels, DateTimeOffset From, List<decimal> Reported);
}
