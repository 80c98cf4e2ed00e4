namespace BudgetEnforcement.Demo.Commands.Fleet;

/// <summary>What to train, and under which budgets.</summary>
internal sealed record FleetOptions
{
    /// <summary>The text, or null for the README of this project.</summary>
    internal string? File { get; init; }

    internal required int Jobs { get; init; }

    /// <summary>How many of them may run at the same time.</summary>
    internal required int Parallel { get; init; }

    /// <summary>The price of one machine.</summary>
    internal required decimal RatePerHour { get; init; }

    internal required decimal TeamBudget { get; init; }

    /// <summary>Whether the user gave <see cref="TeamBudget"/>, so that it counts for all processes that share the budget.</summary>
    internal bool SetsTeamBudget { get; init; }

    /// <summary>The ledger that the budget of the team stands in, or null for a budget of this process alone.</summary>
    internal string? Ledger { get; init; }

    /// <summary>With a ledger: in how many processes the jobs run.</summary>
    internal int Processes { get; init; } = 1;

    /// <summary>With a ledger: the spend of this fleet after which one process is killed; null for none.</summary>
    internal decimal? KillAfter { get; init; }

    /// <summary>The budget of each job.</summary>
    internal required decimal JobBudget { get; init; }
}
