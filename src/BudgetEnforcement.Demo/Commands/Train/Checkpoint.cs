using BudgetEnforcement.Demo.Learning;

namespace BudgetEnforcement.Demo.Commands.Train;

/// <summary>The state that a run leaves behind, for the next one to go on from.</summary>
/// <param name="State">The learner.</param>
/// <param name="Spent">All that was spent on it, saving included.</param>
internal sealed record Checkpoint(LearnerState State, decimal Spent);
