using BudgetEnforcement;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers budgets with a service collection.</summary>
public static class BudgetEnforcerServiceCollectionExtensions
{
#pragma warning disable RS0026 // The second parameters, an action and a key, have nothing in common.
    /// <summary>Adds a singleton <see cref="BudgetEnforcer"/> without a parent.</summary>
    /// <param name="services">Where it is added.</param>
    /// <param name="configure">
    /// Sets the options, the unnamed ones of <see cref="BudgetOptions"/>; they may be configured elsewhere too, for example bound to a
    /// section.
    /// </param>
    /// <returns><paramref name="services"/>, for more calls.</returns>
    /// <remarks>
    /// <para>
    /// The options of all budgets are validated when the host starts, and before the first of them is made where there is no host, with
    /// every error in one <see cref="OptionsValidationException"/>. The budget logs to the container's <c>ILogger&lt;BudgetEnforcer&gt;</c>
    /// and lives by its <see cref="TimeProvider"/>, where there are any.
    /// </para>
    /// <para>
    /// When the options are reloaded, a limit that is configured differently than before is applied by
    /// <see cref="BudgetEnforcer.UpdateLimit"/>; one that is not leaves the budget alone, so that a reload does not undo a top-up made at
    /// run time. Everything else is read only once. A reload that is not valid is logged, and the last valid limit kept.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    public static IServiceCollection AddBudgetEnforcer(this IServiceCollection services, Action<BudgetOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        Add(services, Options.Options.DefaultName, configure, parentKey: null);
        services.TryAddSingleton(static provider => provider.GetRequiredService<BudgetFactory>().Create(Options.Options.DefaultName));
        return services;
    }

    /// <summary>Adds a keyed singleton <see cref="BudgetEnforcer"/>, under another one if <paramref name="parentKey"/> says so.</summary>
    /// <param name="services">Where it is added.</param>
    /// <param name="key">
    /// Its key, and the name of its options; also its <see cref="BudgetOptions.Name"/> where the options have none.
    /// </param>
    /// <param name="configure">Sets the options of that name; they may be configured elsewhere too, for example bound to a section.</param>
    /// <param name="parentKey">
    /// The key of the budget that every spend counts against too; none if <see langword="null"/>. It may be added before or after this one.
    /// One that is never added, and a cycle of parents, are among the errors of the validation.
    /// </param>
    /// <returns><paramref name="services"/>, for more calls.</returns>
    /// <remarks>Validation and reload are as for <see cref="AddBudgetEnforcer(IServiceCollection, Action{BudgetOptions}?)"/>.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="key"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="key"/> or <paramref name="parentKey"/> is empty or only white space.</exception>
    public static IServiceCollection AddBudgetEnforcer(
        this IServiceCollection services, string key, Action<BudgetOptions>? configure = null, string? parentKey = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        if (parentKey is not null)
            ArgumentException.ThrowIfNullOrWhiteSpace(parentKey);
        Add(services, key, configure, parentKey);
        services.PostConfigure<BudgetOptions>(key, options => options.Name ??= key);
        services.TryAddKeyedSingleton(key, static (provider, key) => provider.GetRequiredService<BudgetFactory>().Create((string)key!));
        return services;
    }
#pragma warning restore RS0026

    private static void Add(IServiceCollection services, string key, Action<BudgetOptions>? configure, string? parentKey)
    {
        if (configure is not null)
            services.Configure(key, configure);
        services.AddOptions<BudgetRegistrations>()
            .Configure(registrations => registrations.Add(new BudgetRegistration(key, parentKey)))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BudgetRegistrations>, BudgetRegistrationsValidator>());
        services.TryAddSingleton<BudgetFactory>();
    }
}
