namespace BudgetEnforcement.Demo.Jobs;

/// <summary>The result of the pre-flight.</summary>
/// <param name="StepTime">The time of one step.</param>
/// <param name="RemainingSteps">The steps that are left.</param>
/// <param name="Cost">The cost of these steps at that pace.</param>
/// <param name="Total">The spend of the budget once they are taken.</param>
/// <param name="LandingReserve">The amount that is held for the landing.</param>
/// <param name="Check">The budget's answer to both.</param>
internal readonly record struct Projection(TimeSpan StepTime, long RemainingSteps, decimal Cost, decimal Total, decimal LandingReserve, BudgetCheck Check);
