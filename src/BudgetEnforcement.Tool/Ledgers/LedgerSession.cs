namespace BudgetEnforcement.Tool.Ledgers;

/// <summary>An open ledger, whose store is closed with it.</summary>
/// <param name="Ledger">The ledger.</param>
internal sealed record LedgerSession(BudgetLedger Ledger) : IAsyncDisposable
{
    /// <summary>A budget that is there.</summary>
    /// <exception cref="InputException">There is none of that name; those that are there are listed.</exception>
    internal async Task<LedgerBudgetInfo> FindAsync(string name, CancellationToken cancellationToken)
    {
        const int MostNames = 20;
        var budgets = await Ledger.ListAsync(cancellationToken).ConfigureAwait(false);
        if (budgets.FirstOrDefault(budget => budget.Name == name) is { } found)
            return found;
        throw new InputException(budgets.Count == 0
            ? $"There is no budget {Printable.Quote(name)}: the ledger has none at all."
            : $"There is no budget {Printable.Quote(name)}. There are: {string.Join(", ", budgets.Take(MostNames).Select(budget => Printable.Of(budget.Name)))}{(budgets.Count > MostNames ? ", …" : "")}.");
    }

    public ValueTask DisposeAsync() => Ledger.DisposeAsync();
}
