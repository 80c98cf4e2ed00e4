using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.AspNetCore;

/// <summary>A registry whose budgets are made from a template of the configuration.</summary>
internal sealed class BudgetRegistrySource<TKey>(string template, string? parentKey, Action<BudgetRegistryOptions>? configure, IServiceProvider services)
    : IBudgetRegistrySource, IBudgetSource
    where TKey : notnull
{
    private static readonly TimeSpan DefaultForgetAfter = TimeSpan.FromHours(1);

    private readonly object _making = new();
    private BudgetRegistry<TKey>? _registry;

    public string Template => template;

    internal BudgetRegistry<TKey> Registry => Volatile.Read(ref _registry) ?? Make();

    public BudgetEnforcer? Parent => ParentKey is { } key && services.GetRequiredService<BudgetCatalog>().TryGet(key, out var parent) ? parent : null;

    public IEnumerable<KeyValuePair<string, BudgetEnforcer>> Budgets =>
        Registry.Budgets.Select(budget => new KeyValuePair<string, BudgetEnforcer>(TextOf(budget.Key), budget.Value));

    private string? ParentKey => parentKey ?? TemplateOf(template, services)?.Parent;

    /// <summary>Reports at the start what is wrong: no such template, another parent than it has, a parent that is never added.</summary>
    void IBudgetSource.AddBudgets(BudgetSourceContext budgets)
    {
        var quoted = SafeText.Quote(template);
        if (TemplateOf(template, services) is not { } found)
            budgets.AddError($"Registry {quoted}: the configuration has no template of that name; give it Template: true.");
        else if (parentKey is not null && found.Parent is { } other && other != parentKey)
            budgets.AddError($"Registry {quoted}: its parent is {SafeText.Quote(parentKey)}, and the Parent of the template is {SafeText.Quote(other)}.");
        if (parentKey is not null && !budgets.Contains(parentKey))
            budgets.AddError($"Registry {quoted}: its parent {SafeText.Quote(parentKey)} is not added.");
    }

    public BudgetEnforcer? Find(string key)
    {
        // A key of another type than text is found by the text that it is shown with.
        if (typeof(TKey) != typeof(string))
            return Budgets.FirstOrDefault(budget => budget.Key == key).Value;
        return Registry.TryGet((TKey)(object)key, out var budget) ? budget : null;
    }

    public void Reload()
    {
        Volatile.Read(ref _registry)?.Reload();
    }

    // A Lazy would keep an exception of foreign code, a clock or the settings, and throw it for good.
    private BudgetRegistry<TKey> Make()
    {
        lock (_making)
        {
            _registry ??= Create(template, parentKey, configure, services);
            return _registry;
        }
    }

    private static BudgetRegistry<TKey> Create(string template, string? parentKey, Action<BudgetRegistryOptions>? configure, IServiceProvider services)
    {
        // The catalog validates all budgets, and with them this registry, before it answers.
        var catalog = services.GetRequiredService<BudgetCatalog>();
        _ = catalog.Keys;
        var found = TemplateOf(template, services) ?? throw new InvalidOperationException($"There is no template {SafeText.Quote(template)}.");
        BudgetEnforcer? parent = null;
        if ((parentKey ?? found.Parent) is { } key && !catalog.TryGet(key, out parent))
            throw new InvalidOperationException($"There is no budget {SafeText.Quote(key)}.");
        var settings = new BudgetRegistryOptions
        {
            ForgetAfter = found.ForgetAfter ?? DefaultForgetAfter,
            Capacity = found.Capacity,
            Logger = services.GetService<ILogger<BudgetEnforcer>>(),
            TimeProvider = services.GetService<TimeProvider>(),
        };
        configure?.Invoke(settings);
        return new BudgetRegistry<TKey>(parent, _ => OptionsOf(TemplateOf(template, services)!), settings);
    }

    // Budgets of one template have one name, so that a hundred thousand tenants are one series of metrics and not a hundred thousand.
    private static BudgetOptions OptionsOf(SectionBudget template)
    {
        var options = new BudgetOptions();
        template.Apply(options);
        options.Name ??= template.Key;
        return options;
    }

    private static SectionBudget? TemplateOf(string template, IServiceProvider services) =>
        services.GetServices<ConfiguredBudgets>().Select(budgets => budgets.FindTemplate(template)).FirstOrDefault(found => found is not null);

    private static string TextOf(TKey key) => key as string ?? Convert.ToString(key, CultureInfo.InvariantCulture) ?? string.Empty;
}
