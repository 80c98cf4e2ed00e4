using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>The lock, the line of waiters, the logger and the clock that all budgets of a tree share.</summary>
/// <remarks>
/// Operations on budgets take the lock through <see cref="TreeLock"/>, which delivers the announcements after it has freed the lock.
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
