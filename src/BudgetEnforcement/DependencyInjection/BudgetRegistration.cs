namespace BudgetEnforcement;

/// <summary>One call of <c>AddBudgetEnforcer</c>: a budget that a container is to make. Two calls are equal only where they are the same.</summary>
internal sealed class BudgetRegistration(string key, string? parentKey)
{
    /// <summary>The key of the budget and the name of its options; empty for the one without a key.</summary>
    internal string Key { get; } = key;

    /// <summary>The key of its parent, null for none.</summary>
    internal string? ParentKey { get; } = parentKey;
}
