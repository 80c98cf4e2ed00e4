using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>What all budgets of a tree share: one lock, one order of telling, one logger, one clock.</summary>
internal sealed class BudgetTree
{
    internal BudgetTree(ILogger? logger, TimeProvider? clock)
    {
        Logger = new SafeLogger(logger);
        Clock = clock ?? TimeProvider.System;
        Announcements = new AnnouncementQueue(Gate);
    }

    /// <summary>Guards the numbers of every budget of the tree. No foreign code runs under it.</summary>
    internal TreeLock Gate { get; } = new();

    internal SafeLogger Logger { get; }

    internal TimeProvider Clock { get; }

    internal AnnouncementQueue Announcements { get; }
}
