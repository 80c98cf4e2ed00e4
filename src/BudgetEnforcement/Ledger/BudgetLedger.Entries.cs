namespace BudgetEnforcement;

/// <content>Costs that arrive from outside: an invoice, a usage export, a webhook that may come twice.</content>
public sealed partial class BudgetLedger
{
    /// <summary>Records a cost in a budget and everything above it, once for each key, also past their limits.</summary>
    /// <param name="budgetName">The budget.</param>
    /// <param name="amount">The cost, in the currency of the budget; 0 or more.</param>
    /// <param name="key">
    /// Identifies the cost, such as the number of an invoice line: 1 to 160 printable characters, compared ordinally, unique in the budget. The same
    /// cost under the same key again changes nothing.
    /// </param>
    /// <param name="labels">
    /// Names and values to keep with it, printable, at most 8,000 characters together as JSON; none if <see langword="null"/>. The ledger keeps those
    /// of the first call.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>The budget as it stands now, and whether the cost was new.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="budgetName"/> is not a valid name of a budget; <paramref name="key"/> or one of <paramref name="labels"/> is not printable,
    /// empty or too long.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    /// <exception cref="BudgetLedgerException">
    /// The ledger has no such budget, or has another amount under that key, or one that was set; or the store failed.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The ledger is disposed.</exception>
    /// <remarks>The cost counts in the present term of each budget, by the store's clock.</remarks>
    public Task<LedgerEntryResult> RecordAsync(
        string budgetName, decimal amount, string key, IReadOnlyDictionary<string, string>? labels = null, CancellationToken cancellationToken = default)
    {
        LedgerInput.ThrowIfNoName(budgetName);
        Money.ThrowIfNegative(amount);
        LedgerInput.ThrowIfNoKey(key);
        var request = new EntryRequest { BudgetName = budgetName, Key = key, Kind = LedgerEntryKind.Cost, Amount = amount, Labels = LedgerInput.LabelsOf(labels) };
        return PutAsync(request, budget => _telemetry.CostRecorded(budget, amount, key), cancellationToken);
    }

    /// <summary>
    /// Sets the amount that stands under a key in a budget and everything above it: the ledger books the difference to what stood there.
    /// </summary>
    /// <param name="budgetName">The budget.</param>
    /// <param name="key">
    /// Identifies the entry, such as one day of a bill that still grows: 1 to 160 printable characters, compared ordinally, unique in the budget.
    /// </param>
    /// <param name="amount">The whole amount of the entry, in the currency of the budget: a cost, or below 0 an amount that is given back.</param>
    /// <param name="term">
    /// The number of the term of the budget that a new entry is meant for, see <see cref="LedgerBudgetInfo.Term"/>; any if <see langword="null"/>.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>The budget as it stands now, and whether this call changed the amount.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="budgetName"/> is not a valid name of a budget, or <paramref name="key"/> is not printable, empty or too long.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="term"/> is negative.</exception>
    /// <exception cref="BudgetLedgerException">
    /// The ledger has no such budget, or a recorded cost under that key; more would be taken back than was spent in that term; the
    /// entry is new and <paramref name="term"/> is over; or the store failed.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The ledger is disposed.</exception>
    /// <remarks>An entry counts in the terms in which it was first set, even if it is set again after their end.</remarks>
    public Task<LedgerEntryResult> SetEntryAsync(string budgetName, string key, decimal amount, long? term = null, CancellationToken cancellationToken = default)
    {
        LedgerInput.ThrowIfNoName(budgetName);
        LedgerInput.ThrowIfNoKey(key);
        if (term < 0)
            throw new ArgumentOutOfRangeException(nameof(term), term, "term must be 0 or more.");
        var request = new EntryRequest { BudgetName = budgetName, Key = key, Kind = LedgerEntryKind.Adjustment, Amount = amount, NewInTerm = term };
        return PutAsync(request, budget => _telemetry.EntrySet(budget, amount, key), cancellationToken);
    }

    private Task<LedgerEntryResult> PutAsync(EntryRequest request, Action<LedgerBudgetInfo> tell, CancellationToken cancellationToken) => CallAsync(
        store =>
        {
            var reply = new EntryCommand(request).Run(store);
            var budget = Describe(reply.Budget);
            return new LedgerAnswer<LedgerEntryResult>(new LedgerEntryResult(budget, reply.IsNew, reply.PreviousAmount), () =>
            {
                if (reply.IsNew)
                    tell(budget);
                foreach (var rise in reply.Rises)
                    _telemetry.Reached(rise.Budget, rise.Marks);
            });
        },
        cancellationToken);
}
