namespace BudgetEnforcement.AspNetCore;

/// <summary>A registry of a container, with keys of any type.</summary>
internal interface IBudgetRegistrySource
{
    /// <summary>The name of its template, which is also its own.</summary>
    string Template { get; }

    /// <summary>The budget above all of its budgets; null for none.</summary>
    BudgetEnforcer? Parent { get; }

    /// <summary>The budgets that there are now, by the texts of their keys. Looking at them does not count as use.</summary>
    IEnumerable<KeyValuePair<string, BudgetEnforcer>> Budgets { get; }

    /// <summary>Finds the budget of a key by its text; null where there is none.</summary>
    BudgetEnforcer? Find(string key);

    /// <summary>Has the budgets follow the template, as <see cref="BudgetRegistry{TKey}.Reload"/> does.</summary>
    void Reload();
}
