using BudgetEnforcement;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers budgets with a service collection.</summary>
public static class BudgetEnforcerServiceCollectionExtensions
{
#pragma warning disable RS0026 // The second parameters, an action and a key, cannot be confused.
    /// <summary>Adds a singleton <see cref="BudgetEnforcer"/> without a parent.</summary>
    /// <param name="services">The collection to add it to.</param>
    /// <param name="configure">
    /// Sets the options, the unnamed ones of <see cref="BudgetOptions"/>; they may be configured elsewhere too, for example bound to a
    /// section.
    /// </param>
    /// <returns>A builder with <paramref name="services"/>, for more calls.</returns>
    /// <remarks>
    /// <para>
    /// The options of all budgets are validated when the host starts, with every error in one <see cref="OptionsValidationException"/>, and
    /// then all budgets are made, so that their metrics exist from then on. Without a host, the validation comes before the first budget is
    /// made, and each budget is made when it is first asked for. A budget uses the <c>ILogger&lt;BudgetEnforcer&gt;</c> and the
    /// <see cref="TimeProvider"/> of the container, where there are any.
    /// </para>
    /// <para>
    /// When the options are reloaded, a limit that is configured differently than before replaces that of the budget. A limit that is
    /// configured as before does not, so a reload does not undo a top-up made at run time. <see cref="BudgetOptions.Warning75Threshold"/>,
    /// <see cref="BudgetOptions.Warning90Threshold"/>, <see cref="BudgetOptions.AlertAt"/>, <see cref="BudgetOptions.MaxWaiters"/> and
    /// <see cref="BudgetOptions.MaxWait"/> are applied too. <see cref="BudgetOptions.Name"/>, <see cref="BudgetOptions.Currency"/>,
    /// <see cref="BudgetOptions.Period"/> and its time zone are fixed for the life of a budget: a different configuration of them is
    /// ignored and logged as a warning, once. <see cref="BudgetOptions.InitialSpent"/> and <see cref="BudgetOptions.InitialSpentAt"/> are
    /// read at the start only. A reload that is not valid, for example one without a limit, is logged as a warning and changes nothing. Of
    /// concurrent reloads the last one counts.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    public static BudgetEnforcerBuilder AddBudgetEnforcer(this IServiceCollection services, Action<BudgetOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = Add(services, Options.Options.DefaultName, configure, parentKey: null);
        services.TryAddSingleton(static provider => provider.GetRequiredService<BudgetFactory>().Create(Options.Options.DefaultName));
        return builder;
    }

    /// <summary>Adds a keyed singleton <see cref="BudgetEnforcer"/>, under another one if <paramref name="parentKey"/> says so.</summary>
    /// <param name="services">The collection to add it to.</param>
    /// <param name="key">
    /// Its key, and the name of its options; also its <see cref="BudgetOptions.Name"/> where the options have none. A budget that the
    /// collection already has under this key stays.
    /// </param>
    /// <param name="configure">Sets the options of that name; they may be configured elsewhere too, for example bound to a section.</param>
    /// <param name="parentKey">
    /// The key of the budget that every spend counts against too; none if <see langword="null"/>. It may be added before or after this one.
    /// A key that is never added, and a cycle of parents, are among the errors of the validation.
    /// </param>
    /// <returns>A builder with <paramref name="services"/>, for more calls.</returns>
    /// <remarks>Validation, making and reload are as for <see cref="AddBudgetEnforcer(IServiceCollection, Action{BudgetOptions}?)"/>.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="key"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="key"/> or <paramref name="parentKey"/> is empty or only white space.</exception>
    public static BudgetEnforcerBuilder AddBudgetEnforcer(
        this IServiceCollection services, string key, Action<BudgetOptions>? configure = null, string? parentKey = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        if (parentKey is not null)
            ArgumentException.ThrowIfNullOrWhiteSpace(parentKey);
        var builder = Add(services, key, configure, parentKey);
        KeyedBudgets.TryAdd(services, key, static (provider, key) => provider.GetRequiredService<BudgetFactory>().Create((string)key!));
        return builder;
    }
#pragma warning restore RS0026

    /// <summary>Adds the budgets of a source, which are known when the container is validated.</summary>
    /// <param name="services">The collection to add them to.</param>
    /// <param name="create">Makes the source, once.</param>
    /// <returns><paramref name="services"/>, for more calls.</returns>
    /// <remarks>
    /// From then on every key of a <see cref="BudgetCatalog"/>, also one that is added later, is one of a <see cref="BudgetEnforcer"/> in the
    /// container. Asking for a key that is none throws <see cref="InvalidOperationException"/>, also where the service is optional.
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public static IServiceCollection AddBudgetSource(this IServiceCollection services, Func<IServiceProvider, IBudgetSource> create)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(create);
        if (!services.Any(service => service.ServiceType == typeof(BudgetFactory)))
            AddSharedServices(services);
        services.AddSingleton(create);
        services.TryAddKeyedSingleton(KeyedService.AnyKey, static (provider, key) => provider.GetRequiredService<BudgetFactory>().CreateOrFind(key));
        return services;
    }

    private static BudgetEnforcerBuilder Add(IServiceCollection services, string key, Action<BudgetOptions>? configure, string? parentKey)
    {
        // The shared services are added once. Otherwise the start would validate as often as this method is called.
        if (!services.Any(service => service.ServiceType == typeof(BudgetFactory)))
            AddSharedServices(services);
        var registration = new BudgetRegistration(key, parentKey, configure);
        services.AddSingleton<IConfigureOptions<BudgetOptions>>(registration);
        return new BudgetEnforcerBuilder(services, registration);
    }

    private static void AddSharedServices(IServiceCollection services)
    {
        services.AddSingleton<BudgetFactory>();
        services.AddSingleton(static provider => new BudgetCatalog(
            provider.GetRequiredService<BudgetFactory>(), provider.GetRequiredService<IOptionsMonitorCache<BudgetOptions>>()));
        services.TryAddSingleton<IOptionsFactory<BudgetOptions>, BudgetOptionsFactory>();
        services.AddSingleton<IValidateOptions<BudgetRegistrations>, BudgetRegistrationsValidator>();
        services.AddOptions<BudgetRegistrations>()
            .Configure<IEnumerable<IConfigureOptions<BudgetOptions>>, IEnumerable<IBudgetSource>>(static (registrations, configures, sources) =>
            {
                foreach (var registration in configures.OfType<BudgetRegistration>())
                    registrations.Add(registration);
                foreach (var source in sources)
                    source.AddBudgets(new BudgetSourceContext(registrations));
            })
            .ValidateOnStart();
        services.AddOptions<BudgetsAtStart>().Configure<BudgetFactory>((_, factory) => factory.MakeAll()).ValidateOnStart();
    }
}
