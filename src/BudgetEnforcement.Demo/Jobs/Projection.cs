namespace BudgetEnforcement.Demo.Jobs;

/// <summary>What the pre-flight found out.</summary>
/// <param name="StepTime">The time of one step.</param>
/// <param name="RemainingSteps">Steps still to be taken.</param>
/// <param name="Cost">What they will cost at that pace.</param>
/// <param name="Total">What the budget will have spent once they are taken.</param>
/// <param name="LandingReserve">What is held for the landing.</param>
/// <param name="Check">The budget's answer to both.</param>
internal readonly record struct Projection(TimeSpan StepTime, long RemainingSteps, decimal Cost, decimal Total, decimal LandingReserve, BudgetCheck Check);
