namespace BudgetEnforcement;

/// <content>Reads what is in the ledger, as of one instant. No other caller has to wait for it.</content>
public sealed partial class BudgetLedger
{
    /// <summary>Reads all budgets.</summary>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>
    /// The budgets as of one instant, parents before their children, and by name among equals. A budget whose period has just ended is in its new
    /// one.
    /// </returns>
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
    /// <returns>
    /// The budget; <see langword="null"/> where the ledger has none of that name. A budget whose period has just ended is in its new one.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="budgetName"/> is not a valid name of a budget.</exception>
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
    /// <param name="latest">The most terms to read, 1 or more; all if <see langword="null"/>.</param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>
    /// The terms as of one instant, the latest first. A budget that was not used for some periods has one term for all of them.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="budgetName"/> is not a valid name of a budget.</exception>
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

    /// <summary>Finds a node, with all that it has reported.</summary>
    /// <param name="nodeId">The node.</param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>
    /// The node; its <see cref="LedgerNodeInfo.Holdings"/> list every budget and term that the ledger has a report of. <see langword="null"/> where
    /// the ledger has no such node or has forgotten it.
    /// </returns>
    /// <exception cref="BudgetLedgerException">The store failed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The ledger is disposed.</exception>
    public Task<LedgerNodeInfo?> FindNodeAsync(Guid nodeId, CancellationToken cancellationToken = default) => CallAsync(
        store =>
        {
            var rows = store.Read(new LedgerQuery { Kinds = LedgerRowKinds.Nodes | LedgerRowKinds.Budgets | LedgerRowKinds.Slices, NodeIds = [nodeId] });
            return new LedgerAnswer<LedgerNodeInfo?>(LedgerReading.NodesOf(rows, _options.NodeLifetime) is [var node, ..] ? node : null);
        },
        cancellationToken);

    /// <summary>Finds the entry under a key.</summary>
    /// <param name="budgetName">The budget that it was recorded in.</param>
    /// <param name="key">The key under which it was recorded or set.</param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>The entry; <see langword="null"/> where the budget has none under that key.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="budgetName"/> is not a valid name of a budget, or <paramref name="key"/> is not printable, empty or too long.
    /// </exception>
    /// <exception cref="BudgetLedgerException">The ledger has no such budget, or the store failed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The ledger is disposed.</exception>
    public Task<LedgerEntryInfo?> FindEntryAsync(string budgetName, string key, CancellationToken cancellationToken = default)
    {
        LedgerInput.ThrowIfNoName(budgetName);
        LedgerInput.ThrowIfNoKey(key);
        return CallAsync(
            store =>
            {
                var budget = BudgetOf(store, budgetName);
                var rows = store.Read(new LedgerQuery { Kinds = LedgerRowKinds.Entries, BudgetIds = [budget.Id], Entries = [new LedgerEntryKey(budget.Id, LedgerKeys.OfUser(key))] });
                return new LedgerAnswer<LedgerEntryInfo?>(rows.Entries.SingleOrDefault() is { } row ? new LedgerEntryInfo(row, budget) : null);
            },
            cancellationToken);
    }

    /// <summary>Reads the entries that were recorded or set under keys in a budget itself, and not in one beneath.</summary>
    /// <param name="budgetName">The budget.</param>
    /// <param name="keyPrefix">The start of the keys to read, compared ordinally; all keys if <see langword="null"/>.</param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>The entries, the oldest first.</returns>
    /// <exception cref="ArgumentException"><paramref name="budgetName"/> is not a valid name of a budget.</exception>
    /// <exception cref="BudgetLedgerException">The ledger has no such budget, or the store failed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The ledger is disposed.</exception>
    public Task<IReadOnlyList<LedgerEntryInfo>> GetEntriesAsync(string budgetName, string? keyPrefix = null, CancellationToken cancellationToken = default)
    {
        LedgerInput.ThrowIfNoName(budgetName);
        return CallAsync(
            store =>
            {
                var budget = BudgetOf(store, budgetName);
                var rows = store.Read(new LedgerQuery { Kinds = LedgerRowKinds.Entries, BudgetIds = [budget.Id] });
                return new LedgerAnswer<IReadOnlyList<LedgerEntryInfo>>(
                [
                    .. rows.Entries.Where(row => LedgerKeys.IsOfUser(row.Key) && LedgerKeys.ToUser(row.Key).StartsWith(keyPrefix ?? string.Empty, StringComparison.Ordinal))
                        .OrderBy(row => row.CreatedAt).ThenBy(row => row.Key, StringComparer.Ordinal).Select(row => new LedgerEntryInfo(row, budget)),
                ]);
            },
            cancellationToken);
    }

    private static LedgerBudgetRow BudgetOf(IBudgetStore store, string name) =>
        store.Read(new LedgerQuery { Kinds = LedgerRowKinds.Budgets, BudgetNames = [name] }).Budgets.SingleOrDefault() ?? throw LedgerFaults.NoBudget(name);
}
