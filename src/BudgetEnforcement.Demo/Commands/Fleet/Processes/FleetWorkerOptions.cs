namespace BudgetEnforcement.Demo.Commands.Fleet.Processes;

/// <summary>What one process of a fleet trains, and under which budgets.</summary>
internal sealed record FleetWorkerOptions
{
    /// <summary>The text, or null for the README of this project.</summary>
    internal string? File { get; init; }

    internal required string Ledger { get; init; }

    /// <summary>The name of the process, in the ledger and on its bill.</summary>
    internal required string Name { get; init; }

    /// <summary>The numbers of its jobs in the fleet, from 0.</summary>
    internal required IReadOnlyList<int> Jobs { get; init; }

    /// <summary>The price of one machine.</summary>
    internal required decimal RatePerHour { get; init; }

    internal required decimal TeamBudget { get; init; }

    /// <summary>The budget of each job.</summary>
    internal required decimal JobBudget { get; init; }
}
