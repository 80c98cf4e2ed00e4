using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BudgetEnforcement;

/// <summary>A ledger that was added to a service collection, and that still needs a store.</summary>
/// <threadsafety>Not safe for use by several threads, like the collection.</threadsafety>
public sealed class BudgetLedgerBuilder
{
    internal BudgetLedgerBuilder(IServiceCollection services) => Services = services;

    /// <summary>The collection that the ledger was added to.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Says where the ledger is kept. The last call counts.</summary>
    /// <param name="create">
    /// Makes the store, once, when the ledger is first asked for. The store is disposed with the ledger, and so with the container, unless
    /// <see cref="BudgetLedgerOptions.LeaveStoreOpen"/> says otherwise, as it should where the store is a service of the container.
    /// </param>
    /// <returns>This builder, for more calls.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="create"/> is <see langword="null"/>.</exception>
    public BudgetLedgerBuilder UseStore(Func<IServiceProvider, IBudgetStore> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Services.Replace(ServiceDescriptor.Singleton(new LedgerStoreFactory(create)));
        return this;
    }

    /// <summary>
    /// Keeps the ledger in the memory of this process, for tests: nothing outlives the container. Terms end by the container's
    /// <see cref="TimeProvider"/>, where there is one.
    /// </summary>
    /// <returns>This builder, for more calls.</returns>
    public BudgetLedgerBuilder UseInMemory() => UseStore(static provider => new InMemoryBudgetStore(provider.GetService<TimeProvider>()));
}
