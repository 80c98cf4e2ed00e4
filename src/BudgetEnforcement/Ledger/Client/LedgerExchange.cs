using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>
/// The exchange between the shared budgets of a process and their ledger: what to send and when, and what the answer means for budgets and for
/// those who wait. It knows no store and no thread: whoever drives it takes the next request, has it carried out, and hands back the answer.
/// </summary>
/// <remarks>Methods that end in NeedsLock expect the lock of the tree; the others take it, and leave all telling to work items.</remarks>
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
    private readonly LinkedList<LedgerClaim> _claims = new();
    private readonly LinkedList<LedgerClaim> _asks = new();
    private readonly List<LedgerFlush> _flushes = [];
    private readonly Dictionary<BudgetState, LedgerWant> _wants = [];

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

    /// <summary>Opens a budget, or finds the one that is open. The store is asked by the next exchange.</summary>
    /// <param name="options">Valid options with a name.</param>
    /// <param name="parents">Shared budgets of this ledger.</param>
    internal SharedBudget Open(BudgetOptions options, IReadOnlyList<BudgetEnforcer> parents)
    {
        SharedBudget[] shared = [.. parents.Select(SharedOf)];
        using (_tree.Lock(inBackground: true))
        {
            ObjectDisposedException.ThrowIf(_isClosing, typeof(BudgetLedger));
            if (Find(options, shared) is { } open)
            {
                open.Openers++;
                return open;
            }
        }

        // Making a budget calls listeners of metrics, so it is made outside the lock; another thread may have been first then.
        var made = new SharedBudget(this, _ledger, BudgetDefinition.From(options, [], setsLimit: _options.LimitFrom == BudgetLimitSource.Configuration), shared);
        made.Budget = BudgetEnforcer.CreateShared(made, options, parents, _tree);
        SharedBudget kept;
        using (_tree.Lock(inBackground: true))
        {
            kept = Find(options, shared) ?? made;
            kept.Openers++;
            if (kept == made)
            {
                _byName[made.Name] = made; // In the place of one that could not be opened.
                WakeNeedsLock();
            }
        }

        if (kept == made)
            made.Budget.Publish();
        return kept;
    }

    /// <summary>Takes note that a budget stands in the store.</summary>
    internal void OnOpened(SharedBudget shared, OpenBudgetReply reply)
    {
        using (_tree.Lock(inBackground: true))
        {
            OnReachedNeedsLock();
            var isFirst = shared.Slice is null;
            shared.TakeRow(reply.Budget);
            if (isFirst)
            {
                _byId.Add(shared.Slice!.BudgetId, shared);
                _node.Add(shared.Slice);
                CountOwnNeedsLock(shared);
                shared.Budget.UseThresholdsNeedsLock(shared.Thresholds);
                AdoptNeedsLock(shared);
                shared.State.AcknowledgeAll(); // What was passed before is no news.
            }

            if (reply.Changed is { } changed)
                shared.OwnRise.AddRange(changed.Rise);
            WakeNeedsLock();
        }

        var info = new LedgerBudgetInfo(reply.Budget, []);
        WorkItems.Queue(() => _telemetry.BudgetOpened(info, reply, shared.DefinitionToOpen().Limit));
    }

    /// <summary>Takes note that a budget cannot be opened, because the one in the ledger is another. Nothing is admitted under it.</summary>
    internal void OnMismatch(SharedBudget shared, BudgetLedgerException fault)
    {
        using (_tree.Lock(inBackground: true))
        {
            OnReachedNeedsLock();
            shared.Fault = fault;
            CutOffNeedsLock(shared);
            EndOpeningsNeedsLock(shared, fault);
        }

        WorkItems.Queue(() => _telemetry.BudgetNotOpened(shared.Name, fault));
    }

    /// <summary>Forgets a budget that could not be opened, where nobody else wants it.</summary>
    internal void GiveUpOpening(SharedBudget shared)
    {
        using (_tree.Lock(inBackground: true))
        {
            if (--shared.Openers > 0 || shared.Slice is not null)
                return;
            if (_byName.GetValueOrDefault(shared.Name) == shared)
                _byName.Remove(shared.Name);
        }

        BudgetMetrics.Withdraw(shared.Budget);
    }

    /// <summary>Takes note of a limit that this process has changed, and announces with the next answer what it has reached.</summary>
    internal void OnLimitChanged(SharedBudget shared, LimitReply reply)
    {
        using (_tree.Lock(inBackground: true))
            shared.OwnRise.AddRange(reply.Rise);
    }

    /// <summary>Has the driver look what there is to do, before it is due.</summary>
    internal void WakeNeedsLock()
    {
        _hasNews = true;
        _wake();
    }

    private static SharedBudget SharedOf(BudgetEnforcer parent) => parent.Shared
        ?? throw new ArgumentException($"Budget {BudgetOptionsRules.Quote(parent.Name)} is no budget of a ledger, so a shared budget cannot be under it.", nameof(parent));

    private SharedBudget? Find(BudgetOptions options, SharedBudget[] parents)
    {
        if (Array.Find(parents, parent => _byName.GetValueOrDefault(parent.Name) != parent) is { } foreign)
            throw new ArgumentException($"Budget {BudgetOptionsRules.Quote(foreign.Name)} is a budget of another ledger.", nameof(parents));
        if (_byName.GetValueOrDefault(options.Name!) is not { Fault: null } open)
            return null;
        if (!open.Parents.SequenceEqual(parents))
            throw new ArgumentException($"Budget {BudgetOptionsRules.Quote(open.Name)} is open under other parents.", nameof(parents));
        return open;
    }
}
