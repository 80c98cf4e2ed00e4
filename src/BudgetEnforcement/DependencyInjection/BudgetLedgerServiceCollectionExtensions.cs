using BudgetEnforcement;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a ledger with a service collection.</summary>
public static class BudgetLedgerServiceCollectionExtensions
{
    /// <summary>Adds a singleton <see cref="BudgetLedger"/>.</summary>
    /// <param name="services">The collection to add it to. A <see cref="BudgetLedger"/> that is there already stays.</param>
    /// <param name="configure">Sets the options; they may be configured elsewhere too, for example bound to a section.</param>
    /// <returns>A builder, which must be given a store.</returns>
    /// <remarks>
    /// The host validates the options at its start, and that there is a store. The ledger opens its store with its first call, so a host starts
    /// without it. The container disposes of the ledger, and the ledger of its store. The ledger logs to the container's
    /// <c>ILogger&lt;BudgetLedger&gt;</c> and uses its <see cref="TimeProvider"/>, where there are any.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    public static BudgetLedgerBuilder AddBudgetLedger(this IServiceCollection services, Action<BudgetLedgerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        // Added twice, it would be validated twice.
        if (!services.Any(service => service.ImplementationType == typeof(BudgetLedgerOptionsValidator)))
        {
            services.AddSingleton<IValidateOptions<BudgetLedgerOptions>, BudgetLedgerOptionsValidator>();
            services.AddOptions<BudgetLedgerOptions>().ValidateOnStart();
        }

        if (configure is not null)
            services.Configure(configure);
        services.TryAddSingleton(Create);
        return new BudgetLedgerBuilder(services);
    }

    private static BudgetLedger Create(IServiceProvider provider)
    {
        // The validator has found that there is a store.
        var options = provider.GetRequiredService<IOptions<BudgetLedgerOptions>>().Value;
        var store = provider.GetRequiredService<LedgerStoreFactory>().Create(provider);
        return new BudgetLedger(
            store, options, provider.GetService<ILogger<BudgetLedger>>(), provider.GetService<TimeProvider>(), provider.GetService<ILogger<BudgetEnforcer>>());
    }
}
