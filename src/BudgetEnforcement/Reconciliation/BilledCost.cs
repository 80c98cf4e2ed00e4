namespace BudgetEnforcement;

/// <summary>What a provider billed under one label in a window of time.</summary>
/// <param name="Label">The label of the calls, or <see langword="null"/> for what the provider billed under none.</param>
/// <param name="Amount">
/// The cost, in the currency of the budgets that it is compared with; exact, with as many decimals as the bill has. Below 0 for a credit.
/// </param>
public readonly record struct BilledCost(string? Label, decimal Amount);
