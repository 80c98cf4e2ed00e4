using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>What all budgets of a tree share: one lock, one line of waiters, one logger, one clock.</summary>
/// <remarks>Operations on budgets take the lock through <see cref="TreeLock"/>, which tells afterwards what happened under it.</remarks>
internal sealed partial class BudgetTree
{
    // Guarded by the lock.
    private ClaimLine? _line;
    private WaitAlarm? _alarm;
    private MeteredHolds? _holds;
    private int _pendingTellings;
    private bool _isInBackground;
    private HashSet<BudgetState>? _callersPath;

    internal BudgetTree(ILogger? logger, TimeProvider? clock)
    {
        Telemetry = Telemetry.To(logger);
        IsLogging = Telemetry.IsLogging;
        Clock = clock ?? TimeProvider.System;
    }

    /// <summary>Guards the numbers of every budget of the tree. No foreign code runs under it.</summary>
    /// <remarks>
    /// A monitor and not a <c>System.Threading.Lock</c>: it measured no slower, is the same on every framework, and costs no object, for
    /// nothing outside gets hold of this one.
    /// </remarks>
    internal object Gate => this;

    internal Telemetry Telemetry { get; }

    /// <summary>Whether there is a log at all.</summary>
    internal bool IsLogging { get; }

    internal TimeProvider Clock { get; }
}
