namespace BudgetEnforcement.AspNetCore;

/// <summary>Hands what is held for a request to the services of the request.</summary>
internal sealed class RequestBudgetHolder
{
    internal RequestBudget? Present { get; set; }

    internal static InvalidOperationException None() => new(
        "No budget is held for this request: its endpoint has no RequireBudget.");

    internal RequestBudget Require() => Present ?? throw None();
}
