namespace BudgetEnforcement.Demo.Commands.Agent;

/// <summary>The view of an agent at work for a user.</summary>
internal interface IAgentView
{
    /// <summary>Runs the agent inside the view.</summary>
    Task ShowAsync(Func<Task> agent);

    /// <summary>Tells of a call that was made.</summary>
    void Tell(in AgentCall call);

    /// <summary>Tells that the budget crossed a threshold.</summary>
    void Tell(BudgetThresholdCrossedEventArgs crossing);
}
