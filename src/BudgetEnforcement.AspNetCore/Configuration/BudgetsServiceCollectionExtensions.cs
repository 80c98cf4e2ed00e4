using BudgetEnforcement;
using BudgetEnforcement.AspNetCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers budgets from configuration, and what requests and the page of budgets need.</summary>
public static class BudgetsServiceCollectionExtensions
{
#pragma warning disable RS0026 // Without a section there is nothing to confuse.
    /// <summary>Adds every budget of a section of configuration, keyed, under its parent, and what this package needs.</summary>
    /// <param name="services">The collection to add to.</param>
    /// <param name="section">
    /// The section, with one section for each budget, whose key is that of the budget. Beside the members of <see cref="BudgetOptions"/> it may have
    /// <c>Parent</c>, the key of the budget above; <c>OnLedger</c>, which has the container's <see cref="BudgetLedger"/> share the budget; and
    /// <c>Template</c>, which makes it no budget but a template from which <see cref="AddBudgetRegistry"/> makes budgets, with <c>ForgetAfter</c> and
    /// <c>Capacity</c> of its registry.
    /// </param>
    /// <returns><paramref name="services"/>, for more calls.</returns>
    /// <remarks>
    /// <para>
    /// The host reports unknown keys, values that cannot be read, missing limits and parents, and cycles in one message when it starts. It reads the
    /// section then, so that sources of configuration that are added later count.
    /// </para>
    /// <para>
    /// A reload applies what can change while a budget lives, as for <c>AddBudgetEnforcer</c>, and makes the budgets that are new. It closes nothing:
    /// if a budget is not in the section any more, it logs a warning. Budgets of a template that still have the limit of the template get the new
    /// one.
    /// </para>
    /// <para>Every budget is a keyed service, also one that a reload adds; asking for a key without a budget throws.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public static IServiceCollection AddBudgets(this IServiceCollection services, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        services.AddBudgets();

        // One object for each call and each container: it is a source of budgets, of their options and of templates.
        var id = new object();
        services.AddKeyedSingleton(id, (provider, _) => new ConfiguredBudgets(section, provider, provider.GetService<ILogger<ConfiguredBudgets>>()));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<ConfiguredBudgets>(id));
        services.AddSingleton<IConfigureOptions<BudgetOptions>>(provider => provider.GetRequiredKeyedService<ConfiguredBudgets>(id));
        return services.AddBudgetSource(provider => provider.GetRequiredKeyedService<ConfiguredBudgets>(id));
    }

    /// <summary>
    /// Adds what requests and the page of budgets need, where the budgets are added in code: <see cref="RequestBudget"/> as a service, and
    /// antiforgery for the commands of the page.
    /// </summary>
    /// <param name="services">The collection to add to.</param>
    /// <returns><paramref name="services"/>, for more calls.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    public static IServiceCollection AddBudgets(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(RequestBudgetHolder)))
            return services;
        services.AddOptions<BudgetRefusalOptions>();
        services.AddAntiforgery();
        services.AddSingleton<BudgetsPages>();
        services.AddHostedService(static provider => provider.GetRequiredService<BudgetsPages>());
        services.AddHostedService<RequiredBudgets>();
        services.AddScoped<RequestBudgetHolder>();

        // Not scoped: within a group, a request has one and then another.
        services.AddTransient(static provider => provider.GetRequiredService<RequestBudgetHolder>().Require());
        return services;
    }
#pragma warning restore RS0026

    /// <summary>Adds a singleton <see cref="BudgetRegistry{TKey}"/>, whose budgets are made on demand from a template of the configuration.</summary>
    /// <typeparam name="TKey">The type of the keys, for example <see cref="string"/> for the names of tenants.</typeparam>
    /// <param name="services">The collection to add to.</param>
    /// <param name="template">
    /// The key of the template, which <see cref="AddBudgets(IServiceCollection, IConfigurationSection)"/> reads. The registry is a keyed service
    /// of this key, and the first one for a type of keys is the service without a key too.
    /// </param>
    /// <param name="parentKey">
    /// The key of the budget above all of them; the <c>Parent</c> of the template if <see langword="null"/>, and none where it has none.
    /// </param>
    /// <param name="configure">
    /// Changes how the registry works, after the template. Budgets that are idle and have spent nothing are forgotten after an hour unless the
    /// template or this says otherwise.
    /// </param>
    /// <returns><paramref name="services"/>, for more calls.</returns>
    /// <remarks>
    /// The host reports at its start that there is no such template or parent, or that the template has another parent. The budgets have the name of
    /// the template, or its key if it has none: in metrics all of them are one series.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="template"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="template"/> or <paramref name="parentKey"/> is empty or only white space.</exception>
    public static IServiceCollection AddBudgetRegistry<TKey>(
        this IServiceCollection services, string template, string? parentKey = null, Action<BudgetRegistryOptions>? configure = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(template);
        if (parentKey is not null)
            ArgumentException.ThrowIfNullOrWhiteSpace(parentKey);
        services.AddBudgets();
        services.AddKeyedSingleton(template, (provider, _) => new BudgetRegistrySource<TKey>(template, parentKey, configure, provider));
        services.AddSingleton<IBudgetRegistrySource>(provider => provider.GetRequiredKeyedService<BudgetRegistrySource<TKey>>(template));
        services.AddBudgetSource(provider => provider.GetRequiredKeyedService<BudgetRegistrySource<TKey>>(template));
        services.AddKeyedSingleton(template, static (provider, key) => provider.GetRequiredKeyedService<BudgetRegistrySource<TKey>>(key).Registry);
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<BudgetRegistry<TKey>>(template));
        return services;
    }
}
