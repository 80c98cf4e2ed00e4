namespace BudgetEnforcement;

/// <summary>State that few budgets need, kept apart so that a million budgets stay small.</summary>
/// <remarks>The lock of the tree guards it. Reading the handlers needs no lock, because they are immutable.</remarks>
internal sealed class BudgetEnforcerExtras
{
    /// <summary>The parents, where there are several.</summary>
    internal BudgetEnforcer[]? Parents { get; init; }

    /// <summary>Its place in a ledger; null where it has none.</summary>
    internal SharedBudget? Shared { get; init; }

    internal int MaxWaiters { get; set; }

    internal TimeSpan? MaxWait { get; set; }

    /// <summary>The number of waiters on this budget.</summary>
    internal int Waiters { get; set; }

    /// <summary>When a refusal was last logged as a warning, in ticks of the clock of the tree.</summary>
    internal long? WarnedOfRefusalAt { get; set; }

    /// <summary>The number of refusals since then.</summary>
    internal int RefusalsSinceWarning { get; set; }

    internal AnnouncementQueue? Announcements { get; set; }

    internal EventHandler<BudgetThresholdCrossedEventArgs>? ThresholdCrossed { get; set; }

    internal EventHandler<BudgetPeriodEndedEventArgs>? PeriodEnded { get; set; }

    internal ExceededSource? ExceededSource { get; set; }

    /// <summary>The budgets directly below that handed out a token, or have one below that did.</summary>
    internal WeakList<BudgetEnforcer>? ChildrenWithTokens { get; set; }

    internal bool IsKnownToParents { get; set; }

    /// <summary>The keeper of the budget since a registry forgot it. It becomes unreachable together with the budget.</summary>
    internal Keeper? Keeper { get; set; }

    /// <summary>The first of the sources that are linked to this budget or one below.</summary>
    internal BudgetLinkNode? Links;
}
