using Microsoft.Extensions.Options;

namespace BudgetEnforcement;

/// <summary>Looks at all budgets of a container together, so that one message tells everything that is wrong.</summary>
internal sealed class BudgetRegistrationsValidator(IOptionsFactory<BudgetOptions> factory) : IValidateOptions<BudgetRegistrations>
{
    public ValidateOptionsResult Validate(string? name, BudgetRegistrations options)
    {
        var errors = new List<string>();
        foreach (var registration in options.All)
        {
            var label = Label(registration.Key);
            errors.AddRange(OwnErrors(registration, options).Select(error => $"{label}: {error}"));
        }

        errors.AddRange(options.All
            .GroupBy(registration => registration.Key)
            .Where(group => group.Count() > 1)
            .Select(group => $"{Label(group.Key)}: it is added with different parents, {string.Join(" and ", group.Select(item => Quote(item.ParentKey)))}."));
        errors.AddRange(Cycles(options));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private List<string> OwnErrors(BudgetRegistration registration, BudgetRegistrations all)
    {
        if (!TryMake(registration.Key, out var options, out var error))
            return [error];

        var parent = registration.ParentKey is null ? null : all.Find(registration.ParentKey);
        var errors = BudgetOptionsRules.Errors(options!, parent is null ? null : CurrencyOf(parent, all));
        if (registration.ParentKey is not null && parent is null)
            errors.Add($"its parent {Quote(registration.ParentKey)} is not added.");
        return errors;
    }

    // The nearest label on the path decides what a budget without one of its own has; a cycle has none.
    private string? CurrencyOf(BudgetRegistration registration, BudgetRegistrations all)
    {
        var seen = new HashSet<string>();
        var current = registration;
        while (current is not null && seen.Add(current.Key) && TryMake(current.Key, out var options, out _))
        {
            if (options!.Currency is not null)
                return options.Currency;
            if (current.ParentKey is null)
                return MoneyText.DefaultCurrency;
            current = all.Find(current.ParentKey);
        }

        return null;
    }

    private static IEnumerable<string> Cycles(BudgetRegistrations all)
    {
        var told = new HashSet<string>();
        foreach (var registration in all.All)
        {
            var path = new List<string>();
            for (var current = registration; current?.ParentKey is not null; current = all.Find(current.ParentKey))
            {
                var start = path.IndexOf(current.Key);
                if (start >= 0)
                {
                    var cycle = path.Skip(start).ToList();
                    if (cycle.All(told.Add))
                        yield return $"Parents form a cycle: {string.Join(" → ", cycle.Append(cycle[0]).Select(Quote))}.";
                    break;
                }

                path.Add(current.Key);
            }
        }
    }

    private bool TryMake(string key, out BudgetOptions? options, out string error)
    {
        try
        {
            options = factory.Create(key);
            error = string.Empty;
            return true;
        }
#pragma warning disable CA1031 // Binding and configuring run foreign code: whatever it throws is one of the errors to tell.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            options = null;
            error = exception.Message;
            return false;
        }
    }

    private static string Label(string key) => key.Length == 0 ? "Budget" : $"Budget {Quote(key)}";

    private static string Quote(string? key) => key is null ? "none" : BudgetOptionsRules.Quote(key);
}
