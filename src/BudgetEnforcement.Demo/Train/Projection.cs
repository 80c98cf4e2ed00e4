namespace BudgetEnforcement.Demo.Train;

/// <summary>What the pre-flight found out.</summary>
/// <param name="StepTime">The time of one step.</param>
/// <param name="RemainingSteps">Steps still to be taken.</param>
/// <param name="Cost">What they will cost at that pace.</param>
/// <param name="Check">The budget's answer to that cost.</param>
internal readonly record struct Projection(TimeSpan StepTime, long RemainingSteps, decimal Cost, BudgetCheck Check);
