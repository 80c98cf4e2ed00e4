namespace BudgetEnforcement;

/// <summary>Settles a lost node: frees what it held, and books what it spent beyond its last report, guessed or known.</summary>
/// <remarks>The sender has read the slices of the node before, so that their budgets and terms are in the scope.</remarks>
internal sealed class SettleCommand(SettleRequest request) : LedgerCommand<SettleReply>(new LedgerScope
{
    NodeId = request.NodeId,
    BudgetIds = [.. request.Slices.Select(slice => slice.BudgetId).Distinct()],
    Terms = [.. request.Slices.Distinct()],
})
{
    private protected override SettleReply Execute(LedgerBooks books)
    {
        if (books.Rows.Nodes.Find(request.NodeId) is not { State: not LedgerNodeState.Forgotten } node)
            throw new BudgetLedgerException($"The ledger has no node {request.NodeId}, or has forgotten it.");
        List<LedgerBudgetRow> settled = [];
        foreach (var budget in books.Rows.Budgets)
        {
            if (books.Entry(budget.Id, LedgerKeys.OfCommand(request.CommandId)) is not null)
                continue;
            foreach (var term in TermsOf(books, budget))
                Settle(books, books.SliceOf(request.NodeId, budget.Id, term));
            books.Put(new LedgerEntryRow
            {
                Id = Guid.NewGuid(),
                BudgetId = budget.Id,
                Key = LedgerKeys.OfCommand(request.CommandId),
                Kind = LedgerEntryKind.Settlement,
                Term = budget.Term,
                NodeId = request.NodeId,
                CreatedAt = books.Now,
                ChangedAt = books.Now,
            });
            DropClaim(books, budget.Id);
            settled.Add(books.Budget(budget.Id));
        }

        if (settled.Count > 0 || books.Rows.Budgets.Count == 0)
            books.Rows.Nodes.Put(node with { State = LedgerNodeState.Settled });
        return new SettleReply(settled);
    }

    private List<long> TermsOf(LedgerBooks books, LedgerBudgetRow budget) => books.SlicesOf(budget.Id, request.NodeId).Select(slice => slice.Term)
        .Concat(request.Truth?.Keys.Where(key => key.BudgetId == budget.Id).Select(key => key.Term) ?? [])
        .Distinct()
        .ToList();

    private void Settle(LedgerBooks books, LedgerSliceRow slice)
    {
        var (costs, refunds) = GuessOf(slice);
        books.Put(slice with { Held = default, GuessedCosts = costs, GuessedRefunds = refunds, IsRevoked = true });
    }

    private (LedgerAmount Costs, LedgerAmount Refunds) GuessOf(LedgerSliceRow slice)
    {
        if (request.Truth is { } truth)
        {
            var spent = truth.GetValueOrDefault(new(slice.BudgetId, slice.Term));
            return spent < 0 ? (default, LedgerAmount.FromDecimal(-spent)) : (LedgerAmount.FromDecimal(spent), default);
        }

        // A slice that was carried into a new term without its node's knowledge is the same money as in the term before, which cannot be spent twice.
        return request.Charges && slice.IsOffered ? (slice.GuessedCosts.Plus(slice.Held), slice.GuessedRefunds) : default;
    }

    private void DropClaim(LedgerBooks books, Guid budgetId)
    {
        var budget = books.Budget(budgetId);
        if (budget.ClaimNodeId == request.NodeId)
            books.Rows.Budgets.Put(budget with { ClaimNodeId = null, ClaimId = default, ClaimSince = null, ClaimUntil = null });
    }
}

/// <summary>How to settle a node.</summary>
internal sealed record SettleRequest
{
    internal required Guid NodeId { get; init; }

    internal required Guid CommandId { get; init; }

    /// <summary>The budgets and terms of its slices, and of <see cref="Truth"/>.</summary>
    internal required IReadOnlyList<LedgerTermKey> Slices { get; init; }

    /// <summary>What it spent beyond its last report, less refunds; 0 where none is given. Null where the truth is not known.</summary>
    internal IReadOnlyDictionary<LedgerTermKey, decimal>? Truth { get; init; }

    /// <summary>Where the truth is not known: whether all that it held counts as spent, or nothing.</summary>
    internal bool Charges { get; init; }

    /// <summary>Makes the request to settle a node, from the slices that the ledger has of it.</summary>
    /// <param name="store">Where to look its slices up.</param>
    /// <param name="nodeId">The node.</param>
    /// <param name="truth">What it spent beyond its last report, by budget; null where the truth is not known.</param>
    /// <param name="charges">Where the truth is not known: whether all that it held counts as spent.</param>
    internal static SettleRequest For(IBudgetStore store, Guid nodeId, IReadOnlyDictionary<Guid, decimal>? truth, bool charges)
    {
        var slices = store.Read(new LedgerQuery { Kinds = LedgerRowKinds.Slices, NodeIds = [nodeId] }).Slices;
        Dictionary<LedgerTermKey, decimal>? byTerm = null;
        if (truth is not null)
        {
            // The node spends in the newest term that it may know of.
            byTerm = [];
            foreach (var (budgetId, spent) in truth)
            {
                var own = slices.Where(slice => slice.BudgetId == budgetId).OrderByDescending(slice => slice.IsOffered).ThenByDescending(slice => slice.Term).ToList();
                if (own.Count == 0)
                    throw new BudgetLedgerException($"Node {nodeId} has no slice of budget {budgetId}.");
                byTerm.Add(new(budgetId, own[0].Term), spent);
            }
        }

        return new SettleRequest
        {
            NodeId = nodeId,
            CommandId = Guid.NewGuid(),
            Slices = [.. slices.Select(slice => new LedgerTermKey(slice.BudgetId, slice.Term)).Concat(byTerm?.Keys ?? Enumerable.Empty<LedgerTermKey>()).Distinct()],
            Truth = byTerm,
            Charges = charges,
        };
    }
}

/// <summary>A node that was settled, with the budgets of which it held something or was known to have spent.</summary>
internal sealed record SettleReply(IReadOnlyList<LedgerBudgetRow> Budgets);
