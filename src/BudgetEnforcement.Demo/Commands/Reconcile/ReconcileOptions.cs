using BudgetEnforcement.Demo.Commands.Agent;

namespace BudgetEnforcement.Demo.Commands.Reconcile;

/// <summary>How much is spent, and how far the bill is off.</summary>
/// <param name="Budget">The most that the calls may cost together, as they are recorded, in US dollars.</param>
/// <param name="Model">The model whose prices the budget believes.</param>
/// <param name="Increase">How many times these prices the provider bills in the end.</param>
internal sealed record ReconcileOptions(decimal Budget, PricedModel Model, decimal Increase);
