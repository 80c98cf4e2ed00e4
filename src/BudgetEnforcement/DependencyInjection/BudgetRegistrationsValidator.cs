using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement;

/// <summary>Validates all budgets of a container together, so that one message names every error.</summary>
internal sealed class BudgetRegistrationsValidator(IOptionsMonitor<BudgetOptions> monitor, IServiceProvider services) : IValidateOptions<BudgetRegistrations>
{
    // The root of all budgets of the ledger, which share one tree. No key looks like that.
    private const string Ledger = "\0ledger";

    public ValidateOptionsResult Validate(string? name, BudgetRegistrations options)
    {
        var order = new BudgetOrder(options, options.Keys);
        var found = new Dictionary<string, Findings>(StringComparer.Ordinal);
        foreach (var key in order.ParentsFirst)
            found.Add(key, Look(key, options, found));

        var errors = options.Keys
            .SelectMany(key => found[key].Errors.Select(error => $"{Label(key)}: {error}"))
            .Concat(order.Cycles.Select(cycle => $"Parents form a cycle: {string.Join(" → ", cycle.Select(BudgetOptionsRules.Quote))}."))
            .Concat(options.Errors)
            .ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    // The caller has found everything above the budget already, except in a cycle.
    private Findings Look(string key, BudgetRegistrations registrations, Dictionary<string, Findings> found)
    {
        var parents = registrations.ParentsOf(key);
        var isOnLedger = registrations.IsOnLedger(key);
        var first = parents.Count == 0 ? null : found.GetValueOrDefault(parents[0]);
        string? currency = null;
        var errors = new List<string>();
        try
        {
            var options = ConfiguredOptions.Of(monitor, key);
            errors.AddRange(BudgetOptionsRules.Errors(options, first?.Currency));
            if (isOnLedger && options.Name is null or BudgetOptions.UnnamedBudget)
                errors.Add("it is on the ledger, where it needs a Name.");
            currency = options.Currency ?? (parents.Count == 0 ? MoneyText.DefaultCurrency : first?.Currency);
        }
#pragma warning disable CA1031 // Binding and configuring run foreign code, which may throw anything; the message becomes one of the errors.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            errors.Add(exception.Message);
        }

        AddErrorsOfParents(errors, key, registrations, found);
        if (isOnLedger)
            AddErrorsOnLedger(errors, parents, registrations);
        return new Findings(errors, currency, isOnLedger ? Ledger : parents.Count == 0 ? key : first?.Root);
    }

    private static void AddErrorsOfParents(
        List<string> errors, string key, BudgetRegistrations registrations, Dictionary<string, Findings> found)
    {
        var lists = registrations.ListsOfParents(key);
        if (lists.Count > 1)
            errors.Add($"it is added with different parents, {string.Join(" and ", lists.Select(Quote))}.");
        if (registrations.LacksFirstParent(key))
            errors.Add("it has further parents but no first one; give it a parentKey.");

        var parents = registrations.ParentsOf(key);
        foreach (var parent in parents.Distinct().Where(parent => !registrations.Contains(parent)))
            errors.Add($"its parent {Quote(parent)} is not added.");
        if (parents.Count > 1)
            AddErrorsOfSeveral(errors, parents, found);
    }

    private void AddErrorsOnLedger(List<string> errors, IReadOnlyList<string> parents, BudgetRegistrations registrations)
    {
        if (services.GetService<IServiceProviderIsService>()?.IsService(typeof(BudgetLedger)) == false)
            errors.Add("it is on a ledger, and there is none: call AddBudgetLedger.");
        foreach (var parent in parents.Distinct().Where(parent => registrations.Contains(parent) && !registrations.IsOnLedger(parent)))
            errors.Add($"it is on the ledger, and its parent {Quote(parent)} is not.");
    }

    private static void AddErrorsOfSeveral(List<string> errors, IReadOnlyList<string> parents, Dictionary<string, Findings> found)
    {
        foreach (var same in parents.GroupBy(parent => parent).Where(same => same.Skip(1).Any()))
            errors.Add($"its parent {Quote(same.Key)} is named {same.Count()} times.");

        // All ancestors of a budget must share a tree. Each root makes a tree of its own.
        var roots = parents.Select(parent => found.GetValueOrDefault(parent)?.Root).OfType<string>().Distinct().ToList();
        if (roots.Count > 1)
            errors.Add($"its parents {Quote(parents)} are in different trees, those of {Quote(roots)}.");
    }

    private static string Label(string key) => key.Length == 0 ? "Budget" : $"Budget {Quote(key)}";

    private static string Quote(string key) => BudgetOptionsRules.Quote(key);

    private static string Quote(IReadOnlyList<string> keys) => keys.Count == 0 ? "none" : string.Join(", ", keys.Select(Quote));

    /// <summary>The findings for one budget. The currency and the root are null where they are not known.</summary>
    private sealed record Findings(List<string> Errors, string? Currency, string? Root);
}
