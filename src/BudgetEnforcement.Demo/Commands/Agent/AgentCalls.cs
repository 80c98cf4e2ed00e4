using BudgetEnforcement.AI;

namespace BudgetEnforcement.Demo.Commands.Agent;

/// <summary>The calls of an agent as the middleware tells of them, one after the other.</summary>
internal sealed class AgentCalls(BudgetEnforcer budget, IAgentView view)
{
    private readonly Queue<BudgetThresholdCrossedEventArgs> _crossings = new();

    internal int Count { get; private set; }

    /// <summary>How many calls cost more than what was held for them.</summary>
    internal int PastBound { get; private set; }

    internal void Recorded(AICost cost)
    {
        Count++;
        if (cost.Amount > cost.Reserved)
            PastBound++;
        view.Tell(new AgentCall(Count, cost, budget.GetRemainingBudget()));
        TellCrossings();
    }

    // A crossing is told while the cost is recorded, and so before the call that caused it.
    internal void Crossed(BudgetThresholdCrossedEventArgs crossing)
    {
        lock (_crossings)
            _crossings.Enqueue(crossing);
    }

    internal void TellCrossings()
    {
        lock (_crossings)
        {
            while (_crossings.TryDequeue(out var crossing))
                view.Tell(crossing);
        }
    }
}

/// <summary>A call that was made.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Cost">Its bound, and what it cost.</param>
/// <param name="Left">What is left of the budget after it.</param>
internal readonly record struct AgentCall(int Number, AICost Cost, decimal Left);
