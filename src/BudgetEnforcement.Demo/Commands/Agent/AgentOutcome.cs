namespace BudgetEnforcement.Demo.Commands.Agent;

/// <summary>How an agent ended.</summary>
internal enum AgentOutcome
{
    Completed,
    StoppedByBudget,
    Interrupted,
}
