using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>
/// The exchange between the shared budgets of a process and their ledger: what to send and when, and what the answer means for budgets and for
/// those who wait. It knows no store and no thread: its driver takes the next request, has it carried out, and hands back the answer.
/// </summary>
/// <remarks>Methods that end in NeedsLock expect the lock of the tree; the others take it, and leave logs and announcements to work items.</remarks>
internal sealed partial class LedgerExchange
{
    private static readonly TimeSpan ShortestRetry = TimeSpan.FromMilliseconds(50);

    private readonly BudgetTree _tree;
    private readonly BudgetLedger? _ledger;
    private readonly BudgetLedgerOptions _options;
    private readonly LedgerTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly Action _wake;
    private readonly Func<Guid> _newId;
    private readonly LedgerNode _node;
    private readonly Dictionary<string, SharedBudget> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, SharedBudget> _byId = [];
    private readonly LinkedList<WaiterNeed> _waitingNeeds = new();
    private readonly List<WaiterNeed> _sentWaitingNeeds = [];
    private readonly LinkedList<WaiterNeed> _asks = new();
    private readonly List<LedgerFlush> _flushes = [];
    private readonly FlushGathering _gathering = new();
    private readonly Dictionary<BudgetReservation, OperationNeed> _operationNeeds = [];

    private long _lastAsk;
    private bool _hasNews;
    private long _tickAt;
    private long _doubtAt;
    private long? _retryAt;
    private long? _unansweredSince;
    private TimeSpan _retryAfter = ShortestRetry;
    private bool _isLearning;
    private bool _isUnavailableTold;

    /// <param name="ledger">The ledger; null where the exchange is driven without one.</param>
    /// <param name="options">How it works.</param>
    /// <param name="telemetry">Where it logs to, from work items.</param>
    /// <param name="logger">The log of the budgets.</param>
    /// <param name="clock">The clock of the budgets.</param>
    /// <param name="time">What measures intervals.</param>
    /// <param name="wake">Called, under the lock, when there is something to send before it is due; it calls no foreign code.</param>
    /// <param name="newId">Makes ids; random ones if null.</param>
    internal LedgerExchange(
        BudgetLedger? ledger, BudgetLedgerOptions options, LedgerTelemetry telemetry, ILogger? logger, TimeProvider? clock, TimeProvider time, Action wake, Func<Guid>? newId = null)
    {
        _ledger = ledger;
        _options = options;
        _telemetry = telemetry;
        _time = time;
        _wake = wake;
        _newId = newId ?? Guid.NewGuid;
        _node = new LedgerNode(options.NodeName ?? BudgetLedgerOptions.DefaultNodeName, _newId);
        _tree = new LedgerTree(this, logger, clock);
        _tickAt = _doubtAt = Now() - options.Interval.Ticks;
    }

    /// <summary>How many waiters requests have looked at; for tests.</summary>
    internal long LooksAtWaiters { get; private set; }

    /// <summary>The id of the node, which changes where the ledger does not know it any more.</summary>
    internal Guid NodeId
    {
        get
        {
            using (_tree.Gate.EnterScope())
                return _node.Id;
        }
    }

    /// <summary>How the ledger stands, as far as this process knows.</summary>
    internal BudgetLedgerState State
    {
        get
        {
            var now = Now();
            using (_tree.Gate.EnterScope())
            {
                if (_isClosing)
                    return BudgetLedgerState.Closed;
                if (_retryAt is not null || IsSilentNeedsLock(now))
                    return BudgetLedgerState.Unavailable;
                return _isLearning ? BudgetLedgerState.Learning : BudgetLedgerState.Connected;
            }
        }
    }

    /// <summary>The time of the exchange, in ticks: monotonic, with no other meaning.</summary>
    internal long Now() => _time.GetElapsedTime(0, _time.GetTimestamp()).Ticks;

    /// <summary>Has the driver look what there is to do, before it is due.</summary>
    internal void WakeNeedsLock()
    {
        _hasNews = true;
        _wake();
    }
}
