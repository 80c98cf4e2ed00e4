using System.Collections.Concurrent;

namespace BudgetEnforcement.Tests;

/// <summary>The crossings of the budgets that it listens to, in the order in which they were told.</summary>
internal sealed class Crossings
{
    private readonly ConcurrentQueue<(string Name, BudgetStatus Status)> _told = new();

    internal IReadOnlyList<(string Name, BudgetStatus Status)> Told => [.. _told];

    internal IEnumerable<BudgetStatus> Statuses => Told.Select(crossing => crossing.Status);

    internal static Crossings Of(params BudgetEnforcer[] budgets)
    {
        var crossings = new Crossings();
        foreach (var budget in budgets)
            budget.ThresholdCrossed += (sender, crossing) => crossings._told.Enqueue((((BudgetEnforcer)sender!).Name, crossing.Status));
        return crossings;
    }
}
