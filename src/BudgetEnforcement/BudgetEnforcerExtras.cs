namespace BudgetEnforcement;

/// <summary>What few budgets have, kept apart so that a million of them stay small.</summary>
/// <remarks>Guarded by the lock of the tree; the handlers, which are immutable, are read without it.</remarks>
internal sealed class BudgetEnforcerExtras
{
    /// <summary>The parents, where there are several.</summary>
    internal BudgetEnforcer[]? Parents { get; init; }

    internal int MaxWaiters { get; set; }

    internal TimeSpan? MaxWait { get; set; }

    /// <summary>How many wait for room on this budget.</summary>
    internal int Waiters { get; set; }

    /// <summary>When a refusal was last logged as a warning, in ticks of the clock of the tree.</summary>
    internal long? WarnedOfRefusalAt { get; set; }

    /// <summary>How many refusals came since.</summary>
    internal int RefusalsSinceWarning { get; set; }

    internal BudgetTelling? Telling { get; set; }

    internal EventHandler<BudgetThresholdCrossedEventArgs>? ThresholdCrossed { get; set; }

    internal EventHandler<BudgetPeriodEndedEventArgs>? PeriodEnded { get; set; }

    internal ExceededSource? ExceededSource { get; set; }

    /// <summary>The budgets directly below that handed out a token, or have one below that did.</summary>
    internal WeakList<BudgetEnforcer>? ChildrenWithTokens { get; set; }

    internal bool IsKnownToParents { get; set; }

    /// <summary>What watches over the budget since a registry forgot it: unreachable as soon as the budget is.</summary>
    internal Keeper? Keeper { get; set; }

    /// <summary>The first of the sources that are linked to this budget or one below.</summary>
    internal BudgetLinkNode? Links;
}
