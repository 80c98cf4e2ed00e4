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

    /// <summary>The budget of each job.</summary>
    internal required decimal JobBudget { get; init; }
}
