using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>The lock, the line of waiters, the logger and the clock that all budgets of a tree share.</summary>
/// <remarks>
/// There are three ways to take the lock. An operation whose numbers depend on periods begins with BudgetEnforcer.LockTree, which begins those
/// that are due. What may announce something else takes the lock by <see cref="Lock"/>. Both return a <see cref="TreeLock"/>, which delivers the
/// announcements after it has freed the lock. What announces nothing takes <see cref="Gate"/>.
/// </remarks>
internal partial class BudgetTree : HybridLock
{
    // The lock guards these fields.
    private ClaimLine? _line;
    private WaitAlarm? _alarm;
    private MeteredHolds? _holds;
    private int _pendingQueues;
    private bool _isInBackground;
    private HashSet<BudgetState>? _callersPath;

    internal BudgetTree(ILogger? logger, TimeProvider? clock)
    {
        Telemetry = Telemetry.To(logger);
        Clock = clock ?? TimeProvider.System;
    }

    /// <summary>Guards the numbers of every budget of the tree. No foreign code runs under it.</summary>
    internal HybridLock Gate => this;

    internal Telemetry Telemetry { get; }

    internal TimeProvider Clock { get; }

    /// <summary>The ledger that budgets of this tree are shared by; null where they are not. Not a field, so that other trees stay small.</summary>
    internal virtual LedgerExchange? Ledger => null;
}
