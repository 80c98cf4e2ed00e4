namespace BudgetEnforcement;

/// <summary>The store of a container's ledger.</summary>
internal sealed class LedgerStoreFactory(Func<IServiceProvider, IBudgetStore> create)
{
    internal IBudgetStore Create(IServiceProvider provider) =>
        create(provider) ?? throw new InvalidOperationException("The store of the ledger is null.");
}
