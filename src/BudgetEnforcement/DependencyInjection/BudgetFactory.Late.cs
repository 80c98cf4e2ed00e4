using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement;

/// <content>The budgets of sources, and those that are added to a running container.</content>
internal sealed partial class BudgetFactory
{
    internal IReadOnlyList<string> Keys => _late.Keys is { Count: > 0 } late ? [.. _registrations.CurrentValue.Keys, .. late] : _registrations.CurrentValue.Keys;

    internal BudgetEnforcer? Find(string key) =>
        _registrations.CurrentValue.Contains(key) ? Resolve(key) : _late.TryGet(key, out var late) ? late : null;

    /// <summary>Makes the budget of a source, or finds one that was added later. The container calls it once for each key.</summary>
    internal BudgetEnforcer CreateOrFind(object? serviceKey)
    {
        if (serviceKey is string key)
        {
            if (_registrations.CurrentValue.Contains(key))
                return Create(key);
            if (_late.TryGet(key, out var late))
                return late;
        }

        throw new InvalidOperationException($"There is no budget with the key {BudgetOptionsRules.Quote(serviceKey?.ToString() ?? string.Empty)}.");
    }

    internal bool TryAdd(string key, string? parentKey, bool onLedger)
    {
        if (Find(key) is not null)
            return false;
        var parent = parentKey is null ? null : Find(parentKey);
        var configured = _options.Get(key);
        var options = ConfiguredOptions.Of(configured, key);
        var errors = BudgetOptionsRules.Errors(options, parent?.Currency);
        if (parentKey is not null && parent is null)
            errors.Add($"its parent {BudgetOptionsRules.Quote(parentKey)} is not added.");
        if (onLedger && parent is { Shared: null })
            errors.Add($"it is on the ledger, and its parent {BudgetOptionsRules.Quote(parentKey!)} is not.");
        var ledger = onLedger ? _services.GetService<BudgetLedger>() : null;
        if (onLedger && ledger is null)
            errors.Add("it is on a ledger, and there is none: call AddBudgetLedger.");
        if (errors.Count > 0)
            throw new OptionsValidationException(key, typeof(BudgetOptions), errors.Select(error => $"Budget {BudgetOptionsRules.Quote(key)}: {error}"));

        BudgetEnforcer[] parents = parent is null ? [] : [parent];
        var budget = ledger is not null ? ledger.OpenBudget(options, parents)
            : parent is null ? new BudgetEnforcer(options, _logger, _clock)
            : parent.CreateChild(options);
        if (!_late.TryAdd(key, budget))
        {
            // A ledger gives both racers the same budget; another one is closed, so that its metrics end.
            if (ledger is null)
                budget.Close();
            return false;
        }

        FollowFromNowOn(key, budget, configured, options);
        return true;
    }
}
