namespace BudgetEnforcement.Demo.Commands.Agent;

/// <summary>Which model works, and under which budget.</summary>
/// <param name="Budget">The most that all calls may cost together, in US dollars.</param>
/// <param name="Model">The model whose prices count.</param>
internal sealed record AgentOptions(decimal Budget, PricedModel Model);
