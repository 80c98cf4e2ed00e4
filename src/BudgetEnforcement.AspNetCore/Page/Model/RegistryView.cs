namespace BudgetEnforcement.AspNetCore;

/// <summary>The budgets of a registry as they are shown: the few with the least room, and the others as numbers.</summary>
internal sealed class RegistryView
{
    internal required string Template { get; init; }

    internal string? ParentKey { get; init; }

    internal int Depth { get; init; }

    internal int Count { get; init; }

    internal int Exceeded { get; init; }

    internal int NearlySpent { get; init; }

    internal int Waiters { get; init; }

    /// <summary>Those with the least room, that with the least first.</summary>
    internal IReadOnlyList<BudgetView> Shown { get; init; } = [];
}
