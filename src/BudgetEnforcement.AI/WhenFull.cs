namespace BudgetEnforcement.AI;

/// <summary>What happens to a call whose bound does not fit into the budget, and cannot wait for room.</summary>
public enum WhenFull
{
    /// <summary>
    /// Its answer is capped at what fits, but not below <see cref="AIBudgetOptions.LeastOutputTokens"/>; where not even that fits, it is
    /// refused.
    /// </summary>
    Shrink = 0,

    /// <summary>It is refused: <see cref="BudgetExceededException"/>.</summary>
    Throw = 1,

    /// <summary>
    /// It is not made, and its answer is empty with the finish reason <see cref="BudgetChatClient.FinishedByBudget"/>, so an agent ends
    /// and keeps its work. A call for embeddings is refused instead.
    /// </summary>
    Finish = 2,
}
