namespace BudgetEnforcement;

/// <summary>A budget of a ledger that is open in this process. The lock of its tree guards what changes.</summary>
internal sealed class SharedBudget
{
    private readonly LedgerExchange _exchange;
    private readonly BudgetLedger? _ledger;
    private BudgetDefinition _definition;
    private BudgetLedgerException? _fault;
    private bool _hasNewLimit;
    private LedgerAmount _costsToBring;
    private LedgerAmount _refundsToBring;

    /// <param name="exchange">What exchanges it.</param>
    /// <param name="ledger">The ledger; null where an exchange is driven without one.</param>
    /// <param name="definition">The budget as this process wants to have it.</param>
    /// <param name="parents">Its parents in their order, of the same ledger.</param>
    internal SharedBudget(LedgerExchange exchange, BudgetLedger? ledger, BudgetDefinition definition, IReadOnlyList<SharedBudget> parents)
    {
        _exchange = exchange;
        _ledger = ledger;
        _definition = definition;
        Thresholds = BudgetThresholds.For(definition.Warning75Threshold, definition.Warning90Threshold, definition.AlertAt);
        Parents = parents;
    }

    /// <summary>The ledger that it is open in; null where an exchange is driven without one.</summary>
    internal BudgetLedger? Ledger => _ledger;

    internal string Name => _definition.Name;

    internal IReadOnlyList<SharedBudget> Parents { get; }

    /// <summary>The budget whose numbers these are. Set once, before its first use.</summary>
    internal BudgetEnforcer Budget { get; set; } = null!;

    internal BudgetState State => Budget.State;

    /// <summary>What the node knows of it; null until it is opened in the store.</summary>
    internal NodeSlice? NodeSlice { get; private set; }

    internal SliceDemand Demand { get; } = new();

    /// <summary>When the ledger last answered for it, as the exchange tells time; null before.</summary>
    internal long? HeardAt { get; set; }

    /// <summary>When it was last named in a request.</summary>
    internal long NamedAt { get; set; }

    /// <summary>When its term ends, as the exchange tells time; null where it does not.</summary>
    internal long? TermEndsAt { get; set; }

    /// <summary>Why it cannot be opened; null where it can. It is set once, under the lock; reading it needs no lock.</summary>
    internal BudgetLedgerException? Fault
    {
        get => Volatile.Read(ref _fault);
        set => Volatile.Write(ref _fault, value);
    }

    /// <summary>Whether the store, which had lost it, has it again and has not answered for it yet.</summary>
    internal bool IsReopened { get; set; }

    /// <summary>Whether it is to be opened in the store, its parents being there.</summary>
    internal bool MustOpen => Fault is null && (NodeSlice is null ? Parents.All(static parent => parent.NodeSlice is { IsLost: false }) : _hasNewLimit || (NodeSlice.IsLost && !IsReopened));

    /// <summary>How many have opened it and have not given up: it is forgotten with the last where the store never had it.</summary>
    internal int Openers { get; set; }

    /// <summary>How many changes of its limit by this process are under way.</summary>
    internal int LimitChanges { get; set; }

    /// <summary>Marks that this process is the first to have reached, and that it announces with the next answer.</summary>
    internal List<BudgetMark> OwnRise { get; } = [];

    /// <summary>The limit that this process wants it to have.</summary>
    internal decimal WantedLimit => _definition.Limit;

    /// <summary>The budget as it is to be opened, under the ids that its parents have now.</summary>
    internal BudgetDefinition DefinitionToOpenNeedsLock() => _definition with { ParentIds = [.. Parents.Select(static parent => parent.NodeSlice!.BudgetId)] };

    /// <summary>Whether the limit of the ledger follows that of the configuration.</summary>
    internal bool TakesLimitFromConfiguration => _definition.SetsLimit;

    /// <summary>Has the next exchange set the limit that is configured now, where the ledger follows it.</summary>
    internal void ConfigureLimitNeedsLock(decimal limit)
    {
        if (!TakesLimitFromConfiguration)
            return;
        _definition = _definition with { Limit = limit };
        _hasNewLimit = true;
        _exchange.WakeNeedsLock();
    }

    /// <summary>Forgets the budget that the store has lost. The next exchange opens its successor, to which the spend of the term goes over.</summary>
    internal void MoveOn()
    {
        (_costsToBring, _refundsToBring) = (NodeSlice!.Costs, NodeSlice.Refunds);
        NodeSlice = null;
    }

    /// <summary>Takes over the row of the budget in the store. A store that lost the budget gets it back under the same id.</summary>
    internal void TakeRow(LedgerBudgetRow row)
    {
        if (NodeSlice is null)
        {
            NodeSlice = new NodeSlice(row);
            NodeSlice.Record(_costsToBring);
            NodeSlice.TryRefund(_refundsToBring);
            _costsToBring = _refundsToBring = default;
        }

        _hasNewLimit &= LedgerAmount.FromDecimal(_definition.Limit) != row.Limit; // It may have been configured anew meanwhile.
        IsReopened = NodeSlice.IsLost;
        Thresholds = BudgetThresholds.For(row.Warning75Threshold, row.Warning90Threshold, row.AlertAt);
        _definition = _definition with
        {
            Id = row.Id,
            Warning75Threshold = row.Warning75Threshold,
            Warning90Threshold = row.Warning90Threshold,
            AlertAt = row.AlertAt,
            InitialSpent = 0m,
        };
    }

    /// <summary>The thresholds of the ledger; before it is opened, those that it is to be opened with.</summary>
    internal BudgetThresholds Thresholds { get; private set; }

    /// <exception cref="BudgetLedgerException">The store failed.</exception>
    internal void UpdateLimit(decimal limit) => _ledger!.ChangeLimit(this, limit, isRelative: false);

    /// <exception cref="BudgetLedgerException">The store failed.</exception>
    internal decimal AdjustLimit(decimal by) => _ledger!.ChangeLimit(this, by, isRelative: true);

    /// <exception cref="BudgetLedgerException">The store failed.</exception>
    internal BudgetReport Reset() => _ledger!.Reset(this);
}
