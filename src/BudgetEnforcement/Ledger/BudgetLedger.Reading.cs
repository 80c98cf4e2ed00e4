namespace BudgetEnforcement;

/// <content>What is in the ledger, read as of one instant and without holding up anybody.</content>
public sealed partial class BudgetLedger
{
    /// <summary>Reads all budgets.</summary>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>The budgets as of one instant, parents before their children, and by name among equals. Where a period has just ended, the new one.</returns>
    /// <exception cref="BudgetLedgerException">The store failed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The ledger is disposed.</exception>
    public Task<IReadOnlyList<LedgerBudgetInfo>> ListAsync(CancellationToken cancellationToken = default) => CallAsync(
        store =>
        {
            var rows = LedgerReading.Read(store, new LedgerQuery { Kinds = LedgerRowKinds.Budgets });
            foreach (var row in rows.Budgets)
                _names[row.Id] = row.Name;
            return new LedgerAnswer<IReadOnlyList<LedgerBudgetInfo>>(
                [.. rows.Budgets.OrderBy(row => row.Depth).ThenBy(row => row.Name, StringComparer.Ordinal).Select(Describe)]);
        },
        cancellationToken);

    /// <summary>Reads a budget.</summary>
    /// <param name="budgetName">Its name, compared ordinally.</param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>The budget; <see langword="null"/> where the ledger has none of that name. Where a period has just ended, the new one.</returns>
    /// <exception cref="ArgumentException"><paramref name="budgetName"/> can be the name of no budget.</exception>
    /// <exception cref="BudgetLedgerException">The store failed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The ledger is disposed.</exception>
    public Task<LedgerBudgetInfo?> FindAsync(string budgetName, CancellationToken cancellationToken = default)
    {
        LedgerInput.ThrowIfNoName(budgetName);
        return CallAsync(
            store =>
            {
                var rows = LedgerReading.Read(store, new LedgerQuery { Kinds = LedgerRowKinds.Budgets, BudgetNames = [budgetName] });
                return new LedgerAnswer<LedgerBudgetInfo?>(rows.Budgets.SingleOrDefault() is { } row ? Describe(row) : null);
            },
            cancellationToken);
    }

    /// <summary>Reads the terms of a budget that are over.</summary>
    /// <param name="budgetName">The budget.</param>
    /// <param name="latest">How many at most, 1 or more; all if <see langword="null"/>.</param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>
    /// The terms as of one instant, the latest first. A budget that nobody used for some periods has one term for all of them.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="budgetName"/> can be the name of no budget.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="latest"/> is below 1.</exception>
    /// <exception cref="BudgetLedgerException">The ledger has no such budget, or the store failed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The ledger is disposed.</exception>
    public Task<IReadOnlyList<LedgerTermInfo>> GetTermsAsync(string budgetName, int? latest = null, CancellationToken cancellationToken = default)
    {
        LedgerInput.ThrowIfNoName(budgetName);
        if (latest < 1)
            throw new ArgumentOutOfRangeException(nameof(latest), latest, "latest must be 1 or more.");
        return CallAsync(
            store =>
            {
                var rows = LedgerReading.Read(
                    store, new LedgerQuery { Kinds = LedgerRowKinds.Budgets | LedgerRowKinds.Terms, BudgetNames = [budgetName], Latest = latest });
                var budget = rows.Budgets.SingleOrDefault() ?? throw LedgerFaults.NoBudget(budgetName);
                return new LedgerAnswer<IReadOnlyList<LedgerTermInfo>>(
                    [.. rows.Terms.OrderByDescending(row => row.Term).Take(latest ?? int.MaxValue).Select(row => new LedgerTermInfo(row, budget))]);
            },
            cancellationToken);
    }

    /// <summary>Reads the nodes that the ledger knows, with what they hold.</summary>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>
    /// The nodes as of one instant, in the order in which they were first seen. A node that holds nothing is forgotten some time after it was
    /// last seen.
    /// </returns>
    /// <exception cref="BudgetLedgerException">The store failed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The ledger is disposed.</exception>
    public Task<IReadOnlyList<LedgerNodeInfo>> GetNodesAsync(CancellationToken cancellationToken = default) => CallAsync(
        store =>
        {
            var rows = store.Read(new LedgerQuery { Kinds = LedgerRowKinds.Nodes | LedgerRowKinds.Budgets | LedgerRowKinds.Slices, HoldingOnly = true });
            return new LedgerAnswer<IReadOnlyList<LedgerNodeInfo>>(LedgerReading.NodesOf(rows, _options.NodeLifetime));
        },
        cancellationToken);
}
