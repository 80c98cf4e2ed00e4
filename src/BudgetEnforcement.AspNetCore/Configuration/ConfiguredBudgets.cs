using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace BudgetEnforcement.AspNetCore;

/// <summary>The budgets and templates of a section of configuration: their place, their options, and what a reload does to them.</summary>
/// <threadsafety>Safe for use by several threads.</threadsafety>
internal sealed class ConfiguredBudgets(IConfigurationSection section, IServiceProvider services, ILogger<ConfiguredBudgets>? logger)
    : IBudgetSource, IConfigureNamedOptions<BudgetOptions>, IDisposable
{
    private readonly object _reloads = new();
    private readonly ConcurrentDictionary<string, SectionBudget> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _told = new(StringComparer.Ordinal);
    private KeyCase? _keys;
    private IDisposable? _subscription;
    private volatile BudgetSection _present = BudgetSection.Empty;

    /// <summary>A template that is valid; null where the section has none of the name.</summary>
    internal SectionBudget? FindTemplate(string key) => _definitions.TryGetValue(key, out var budget) && budget.IsTemplate ? budget : null;

    void IBudgetSource.AddBudgets(BudgetSourceContext budgets)
    {
        _keys ??= new KeyCase(section, services.GetService<IConfiguration>());
        var first = BudgetSection.Read(section, _keys.Of);
        _present = first;
        foreach (var budget in first.Budgets.Concat(first.Templates))
            _definitions[budget.Key] = budget;
        foreach (var budget in first.Budgets)
            budgets.Add(budget.Key, budget.Parent, budget.OnLedger);
        foreach (var template in first.Templates)
        {
            foreach (var error in ErrorsOf(template, first, budgets.Contains))
                budgets.AddError($"Template {SafeText.Quote(template.Key)}: {error}");
        }

        if (_definitions.IsEmpty)
            AspNetCoreLog.BudgetSectionEmpty(Logger, section.Path);
        _subscription ??= ChangeToken.OnChange(section.GetReloadToken, Reload);

        // A reload between the reading above and the subscription called nothing back.
        if (BudgetSection.Read(section, _keys.Of).Text != first.Text)
            _ = Task.Run(Reload);
    }

    void IConfigureNamedOptions<BudgetOptions>.Configure(string? name, BudgetOptions options)
    {
        if (name is not null && _definitions.TryGetValue(name, out var budget) && !budget.IsTemplate)
            budget.Apply(options);
    }

    void IConfigureOptions<BudgetOptions>.Configure(BudgetOptions options)
    {
        // The budget without a key is in no section.
    }

    public void Dispose() => _subscription?.Dispose();

    private static IEnumerable<string> ErrorsOf(SectionBudget template, BudgetSection section, Func<string, bool> contains)
    {
        if (template.Parent is { } parent && !contains(parent))
            yield return $"its parent {SafeText.Quote(parent)} is not added.";
        if (template.Errors.Count > 0)
        {
            yield return template.ErrorText;
            yield break;
        }

        var options = new BudgetOptions();
        template.Apply(options);
        if (TemplateOptions.ErrorIn(options) is { } error)
            yield return error;
        if (template.Parent is not null && template.Currency is { } own && section.Find(template.Parent) is { } above
            && section.CurrencyOf(above) is { } currency && currency != own)
        {
            yield return $"Currency must be that of the parent, {SafeText.Quote(currency)}; it is {SafeText.Quote(own)}. Amounts are never converted.";
        }
    }

    private void Reload()
    {
        try
        {
            // Reloads come one after the other, and each reads the section when its turn has come, so the last state stays.
            lock (_reloads)
                ReloadNeedsLock(services.GetRequiredService<BudgetCatalog>());
        }
#pragma warning disable CA1031 // Providers of configuration are foreign code, and a reload has no caller.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            AspNetCoreLog.BudgetReloadFailed(Logger, exception);
        }
    }

    private QuietLogger Logger { get; } = new(logger);

    private void ReloadNeedsLock(BudgetCatalog catalog)
    {
        var before = _present;
        var next = BudgetSection.Read(section, _keys!.Of);
        _present = next;
        foreach (var budget in next.ParentsFirst())
            ReloadBudget(budget, catalog);
        foreach (var template in next.Templates)
            ReloadTemplate(template, next, catalog);
        foreach (var gone in before.Budgets.Concat(before.Templates).Where(old => next.Find(old.Key) is null && _definitions.ContainsKey(old.Key)))
            AspNetCoreLog.BudgetVanished(Logger, gone.Key);
    }

    private void ReloadBudget(SectionBudget budget, BudgetCatalog catalog)
    {
        if (_definitions.TryGetValue(budget.Key, out var known) && !known.IsTemplate && catalog.TryGet(budget.Key, out _))
        {
            // A half-written section lacks values, which is no wish to change them.
            Tell(budget.Key, budget.Errors.Count > 0 ? null : PlaceChanges(known, budget), members => AspNetCoreLog.BudgetPlaceKept(Logger, budget.Key, members));
            (budget.Parent, budget.OnLedger) = (known.Parent, known.OnLedger);
            _definitions[budget.Key] = budget;
            catalog.Reload(budget.Key);
            return;
        }

        if (known is null && catalog.TryGet(budget.Key, out _))
            return; // It was added in code, and the section did not have it at the start.
        if (known is { IsTemplate: true })
        {
            Tell(budget.Key, "Template", members => AspNetCoreLog.BudgetPlaceKept(Logger, budget.Key, members));
            return;
        }

        _definitions[budget.Key] = budget;
        string? errors = null;
        try
        {
            catalog.TryAdd(budget.Key, budget.Parent, budget.OnLedger);
        }
#pragma warning disable CA1031 // The clock and the ledger are foreign code. The fault of one budget must not hold up the others, nor leave its options behind.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _definitions.TryRemove(budget.Key, out _);
            catalog.Reload(budget.Key);
            errors = exception.Message;
        }

        Tell(budget.Key, errors, text => AspNetCoreLog.BudgetNotAdded(Logger, budget.Key, text));
        if (errors is null)
            AspNetCoreLog.BudgetAdded(Logger, budget.Key);
    }

    private void ReloadTemplate(SectionBudget template, BudgetSection next, BudgetCatalog catalog)
    {
        var known = _definitions.GetValueOrDefault(template.Key);
        if (known is { IsTemplate: false })
        {
            Tell(template.Key, "Template", members => AspNetCoreLog.BudgetPlaceKept(Logger, template.Key, members));
            return;
        }

        var errors = string.Join(' ', ErrorsOf(template, next, key => catalog.TryGet(key, out _)));
        if (known is not null && known.Parent != template.Parent)
            errors = $"Parent cannot change. {errors}".TrimEnd();
        Tell(template.Key, errors.Length == 0 ? null : errors, text => AspNetCoreLog.TemplateRejected(Logger, template.Key, text));
        if (errors.Length > 0 || known?.Text == template.Text)
            return;
        if (known is not null && (known.Capacity, known.ForgetAfter) != (template.Capacity, template.ForgetAfter))
            AspNetCoreLog.BudgetPlaceKept(Logger, template.Key, "Capacity and ForgetAfter");
        _definitions[template.Key] = template;
        foreach (var registry in services.GetServices<IBudgetRegistrySource>().Where(it => it.Template == template.Key))
            registry.Reload();
    }

    /// <summary>Logs what is wrong with a key, once; logs nothing where nothing is wrong.</summary>
    private void Tell(string key, string? wrong, Action<string> tell)
    {
        if (wrong is null)
        {
            _told.Remove(key);
            return;
        }

        if (_told.TryGetValue(key, out var told) && told == wrong)
            return;
        _told[key] = wrong;
        tell(wrong);
    }

    private static string? PlaceChanges(SectionBudget before, SectionBudget after) => (before.Parent != after.Parent, before.OnLedger != after.OnLedger) switch
    {
        (true, true) => "Parent, OnLedger",
        (true, false) => "Parent",
        (false, true) => "OnLedger",
        _ => null,
    };
}
