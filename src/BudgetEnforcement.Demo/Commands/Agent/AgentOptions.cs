using BudgetEnforcement.AI;

namespace BudgetEnforcement.Demo.Commands.Agent;

/// <summary>Which model works, and under which budget.</summary>
internal sealed record AgentOptions
{
    /// <summary>The most that all calls may cost together, in US dollars.</summary>
    internal required decimal Budget { get; init; }

    /// <summary>The model whose prices count.</summary>
    internal required string Model { get; init; }

    /// <summary>Whose model it is, as the price book names it.</summary>
    internal required string Provider { get; init; }

    internal required ModelPrice Price { get; init; }
}
