namespace BudgetEnforcement;

/// <content>A caller that knows what a lost node spent, or decides it, settles the node.</content>
public sealed partial class BudgetLedger
{
#pragma warning disable RS0026 // One overload takes the truth and the other a decision without it, so no call fits both.
    /// <summary>
    /// Settles a lost node by the truth: the ledger frees what the node held, and records what the node spent beyond its last report.
    /// </summary>
    /// <param name="nodeId">The node, from <see cref="GetNodesAsync"/>.</param>
    /// <param name="truth">
    /// What the node spent beyond its last report, by the name of the budget, in the currency of that budget; below 0 where it took back more.
    /// A budget that is not named counts as 0.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>The budgets of which the node held something or had spent, as they stand now.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="truth"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">A name in <paramref name="truth"/> is not a valid name of a budget.</exception>
    /// <exception cref="BudgetLedgerException">
    /// The ledger has no such node or has forgotten it; it has no such budget; the node never had anything of that budget; or the store failed.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The ledger is disposed.</exception>
    /// <remarks>
    /// Settle only a node that has ended, because a living node spends what it holds. A node that comes back reports again, and its report replaces
    /// the amounts given here. Settling it again replaces them too.
    /// </remarks>
    public Task<IReadOnlyList<LedgerBudgetInfo>> SettleAsync(
        Guid nodeId, IReadOnlyDictionary<string, decimal> truth, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(truth);
        var copy = truth.ToList();
        foreach (var (name, _) in copy)
            LedgerInput.ThrowIfNoName(name, nameof(truth));
        return SettleAsync(
            nodeId,
            store =>
            {
                var ids = IdsOf(store, [.. copy.Select(spent => spent.Key)]);
                return SettleRequest.For(store, nodeId, ids.Zip(copy).ToDictionary(it => it.First, it => it.Second.Value), charges: false);
            },
            cancellationToken);
    }

    /// <summary>
    /// Settles a lost node whose true spend is not known: the ledger frees what the node held, and counts it as spent or not.
    /// </summary>
    /// <param name="nodeId">The node, from <see cref="GetNodesAsync"/>.</param>
    /// <param name="settlement">Whether what it held counts as spent.</param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>The budgets of which the node held something or had spent, as they stand now.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="settlement"/> is no named value of <see cref="Settlement"/>.</exception>
    /// <exception cref="BudgetLedgerException">The ledger has no such node or has forgotten it, or the store failed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The ledger is disposed.</exception>
    /// <remarks>
    /// Settle only a node that has ended, because a living node spends what it holds. A node that comes back reports again, and its report replaces
    /// what was counted as its spend here.
    /// </remarks>
    public Task<IReadOnlyList<LedgerBudgetInfo>> SettleAsync(Guid nodeId, Settlement settlement, CancellationToken cancellationToken = default)
    {
        if (!Enum.IsDefined(settlement))
            throw new ArgumentOutOfRangeException(nameof(settlement), settlement, "settlement must be a named value of Settlement.");
        return SettleAsync(nodeId, store => SettleRequest.For(store, nodeId, truth: null, charges: settlement == Settlement.Charge), cancellationToken);
    }
#pragma warning restore RS0026

    private Task<IReadOnlyList<LedgerBudgetInfo>> SettleAsync(Guid nodeId, Func<IBudgetStore, SettleRequest> request, CancellationToken cancellationToken) => CallAsync(
        store =>
        {
            var reply = new SettleCommand(request(store)).Run(store);
            return new LedgerAnswer<IReadOnlyList<LedgerBudgetInfo>>(
                [.. reply.Budgets.OrderBy(row => row.Depth).ThenBy(row => row.Name, StringComparer.Ordinal).Select(Describe)],
                () => _telemetry.NodeSettled(nodeId, reply.Budgets.Count));
        },
        cancellationToken);
}
