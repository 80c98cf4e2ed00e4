namespace BudgetEnforcement;

/// <content>Budgets come into being, and their limits and terms change.</content>
public sealed partial class BudgetLedger
{
    /// <summary>Creates a budget, or checks that the existing one of that name is the same. The call holds nothing of it.</summary>
    /// <param name="options">
    /// The budget, with a <see cref="BudgetOptions.Name"/>. <see cref="BudgetOptions.InitialSpent"/> counts where the budget is created and
    /// on no parent. <see cref="BudgetOptions.MaxWaiters"/> and <see cref="BudgetOptions.MaxWait"/> do not matter here.
    /// </param>
    /// <param name="parents">The names of its parents, which are in the ledger already; none if <see langword="null"/> or empty.</param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>
    /// The budget as it stands in the ledger. An existing budget keeps its thresholds and alerts, and its limit too unless
    /// <see cref="BudgetLedgerOptions.LimitFrom"/> says otherwise; the ledger logs that another limit was wanted.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="options"/> are not valid, with every error in one message, or have no name; or one of <paramref name="parents"/> is not a
    /// valid name of a budget or is there twice.
    /// </exception>
    /// <exception cref="BudgetLedgerException">
    /// A parent is not in the ledger; the budget is there with another currency, period, time zone or other parents; its currency is not
    /// that of its parents; its time zone is of the program's own making; or the store failed.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The ledger is disposed.</exception>
    public Task<LedgerBudgetInfo> CreateBudgetIfNotExistsAsync(
        BudgetOptions options, IReadOnlyList<string>? parents = null, CancellationToken cancellationToken = default)
    {
        var copy = LedgerInput.ValidBudget(options, nameof(options));
        string[] names = [.. parents ?? []];
        foreach (var name in names)
            LedgerInput.ThrowIfNoName(name, nameof(parents));
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Length)
            throw new ArgumentException("parents must have each name once.", nameof(parents));
        return CallAsync(
            store =>
            {
                var definition = BudgetDefinition.From(copy, IdsOf(store, names), setsLimit: _options.LimitFrom == BudgetLimitSource.Configuration);
                var reply = new OpenBudgetCommand(definition).Run(store);
                var budget = Describe(reply.Budget);
                return new LedgerAnswer<LedgerBudgetInfo>(budget, () => _telemetry.BudgetOpened(budget, reply, definition.Limit));
            },
            cancellationToken);
    }

    /// <summary>Sets the limit of a budget, for all processes.</summary>
    /// <param name="budgetName">The budget.</param>
    /// <param name="limit">The most that may be spent from now on, inclusive; 0 or more. It may be below what is spent.</param>
    /// <param name="key">
    /// Identifies the change: 1 to 160 printable characters. A change that is sent twice under one key counts once. <see langword="null"/>, the
    /// default: it counts as often as it is sent.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>The budget as it stands now.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="budgetName"/> is not a valid name of a budget, or <paramref name="key"/> is not printable, empty or too long.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is negative.</exception>
    /// <exception cref="BudgetLedgerException">
    /// The ledger has no such budget, or has another change under that key, or the store failed.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The ledger is disposed.</exception>
    public Task<LedgerBudgetInfo> UpdateLimitAsync(string budgetName, decimal limit, string? key = null, CancellationToken cancellationToken = default)
    {
        LedgerInput.ThrowIfNoName(budgetName);
        if (key is not null)
            LedgerInput.ThrowIfNoKey(key);
        Money.ThrowIfNegative(limit);
        return CallAsync(
            store =>
            {
                var reply = new LimitCommand(budgetName, limit, isRelative: false, Guid.NewGuid(), userKey: key).Run(store);
                var budget = Describe(reply.Budget);
                return new LedgerAnswer<LedgerBudgetInfo>(budget, () => _telemetry.LimitChanged(budget, reply));
            },
            cancellationToken);
    }

    /// <summary>
    /// Raises or lowers the limit of a budget by an amount, for all processes. Such a top-up is not lost when others change the limit at the same
    /// time.
    /// </summary>
    /// <param name="budgetName">The budget.</param>
    /// <param name="by">The amount to add; below 0 to lower the limit.</param>
    /// <param name="key">
    /// Identifies the change: 1 to 160 printable characters. A change that is sent twice under one key counts once. <see langword="null"/>, the
    /// default: it counts as often as it is sent.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>The limit after the change; if the change had been sent before, the limit after the first time.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="budgetName"/> is not a valid name of a budget, or <paramref name="key"/> is not printable, empty or too long.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The limit would fall below 0, or have more digits than <see cref="decimal"/> holds. Nothing was changed.
    /// </exception>
    /// <exception cref="BudgetLedgerException">
    /// The ledger has no such budget, or has another change under that key, or the store failed.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The ledger is disposed.</exception>
    public Task<decimal> AdjustLimitAsync(string budgetName, decimal by, string? key = null, CancellationToken cancellationToken = default)
    {
        LedgerInput.ThrowIfNoName(budgetName);
        if (key is not null)
            LedgerInput.ThrowIfNoKey(key);
        return CallAsync(
            store =>
            {
                var reply = new LimitCommand(budgetName, by, isRelative: true, Guid.NewGuid(), userKey: key).Run(store);
                var limit = reply.Limit.Money.ToDecimal(roundUp: false);
                var budget = Describe(reply.Budget);
                return new LedgerAnswer<decimal>(limit, () => _telemetry.LimitChanged(budget, reply));
            },
            cancellationToken);
    }

    /// <summary>Ends the present term of a budget and begins a new one, in which nothing is spent yet, for all processes.</summary>
    /// <param name="budgetName">The budget. Its parents and children go on as they are.</param>
    /// <param name="key">
    /// Identifies the end of the term: 1 to 160 printable characters. A call that is sent twice under one key ends one term, and returns that term
    /// again the second time. <see langword="null"/>, the default: each call ends a term.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>The term that ended. What nodes spent in it and have not reported yet still counts there once they report it.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="budgetName"/> is not a valid name of a budget, or <paramref name="key"/> is not printable, empty or too long.
    /// </exception>
    /// <exception cref="BudgetLedgerException">The ledger has no such budget, or the store failed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The ledger is disposed.</exception>
    public Task<LedgerTermInfo> ResetAsync(string budgetName, string? key = null, CancellationToken cancellationToken = default)
    {
        LedgerInput.ThrowIfNoName(budgetName);
        if (key is not null)
            LedgerInput.ThrowIfNoKey(key);
        return CallAsync(
            store =>
            {
                var reply = new ResetCommand(budgetName, Guid.NewGuid(), userKey: key).Run(store);
                var ended = new LedgerTermInfo(reply.Ended, reply.Budget);
                return new LedgerAnswer<LedgerTermInfo>(ended, () => _telemetry.WasReset(ended, reply));
            },
            cancellationToken);
    }

    private static Guid[] IdsOf(IBudgetStore store, string[] names)
    {
        if (names.Length == 0)
            return [];
        var ids = store.Read(new LedgerQuery { Kinds = LedgerRowKinds.Budgets, BudgetNames = names }).Budgets
            .ToDictionary(row => row.Name, row => row.Id, StringComparer.Ordinal);
        return [.. names.Select(name => ids.TryGetValue(name, out var id) ? id : throw LedgerFaults.NoBudget(name))];
    }
}
