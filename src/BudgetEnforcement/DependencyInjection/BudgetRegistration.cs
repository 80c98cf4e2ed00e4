namespace BudgetEnforcement;

/// <summary>A budget that a container is to make.</summary>
/// <param name="Key">Its key and the name of its options; empty for the one without a key.</param>
/// <param name="ParentKey">The key of its parent, null for none.</param>
internal sealed record BudgetRegistration(string Key, string? ParentKey);
