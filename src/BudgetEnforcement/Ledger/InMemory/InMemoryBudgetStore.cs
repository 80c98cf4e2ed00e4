namespace BudgetEnforcement;

/// <summary>
/// A store that keeps the rows of a ledger in the memory of this process: for tests, and as the reference that every other store is
/// compared with. Several ledgers of one process may share it; nothing outlives it.
/// </summary>
/// <threadsafety>Safe for use by several threads.</threadsafety>
public sealed class InMemoryBudgetStore : IBudgetStore
{
    private const int Schema = 1;

    private readonly object _gate = new();
    private readonly TimeProvider _clock;
    private InMemoryRows _rows;
    private bool _disposed;

    /// <summary>An empty store.</summary>
    /// <param name="timeProvider">Its clock, by which terms end and nodes are lost; <see langword="null"/> for the system's.</param>
    public InMemoryBudgetStore(TimeProvider? timeProvider = null)
        : this(timeProvider ?? TimeProvider.System, new InMemoryRows())
    {
    }

    private InMemoryBudgetStore(TimeProvider clock, InMemoryRows rows)
    {
        _clock = clock;
        _rows = rows;
    }

    /// <summary>Takes a backup: a store of its own with the rows and the clock of this one.</summary>
    /// <returns>The copy; later changes to one of the two do not change the other.</returns>
    /// <exception cref="ObjectDisposedException">The store is disposed.</exception>
    public InMemoryBudgetStore Copy()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return new InMemoryBudgetStore(_clock, _rows.Copy());
        }
    }

    /// <summary>Goes back to a backup, as a database does that is restored while its clients live.</summary>
    /// <param name="backup">What <see cref="Copy"/> returned; it is copied and stays as it is.</param>
    /// <exception cref="ArgumentNullException"><paramref name="backup"/> is <see langword="null"/>.</exception>
    /// <exception cref="ObjectDisposedException">This store or <paramref name="backup"/> is disposed.</exception>
    public void Restore(InMemoryBudgetStore backup)
    {
        ArgumentNullException.ThrowIfNull(backup);
        using var copy = backup.Copy();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _rows = copy._rows;
        }
    }

    /// <summary>Closes the store; its rows are gone.</summary>
    public void Dispose()
    {
        lock (_gate)
            _disposed = true;
    }

    BudgetStoreInfo IBudgetStore.Open(SchemaSetUp setUp)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_rows.Ledger is null)
            {
                if (setUp != SchemaSetUp.Create)
                    throw new BudgetLedgerException("The store in memory has no schema, and it is not to be created.");
                _rows.Ledger = new LedgerRow { Id = Guid.NewGuid(), RulesVersion = LedgerRules.Version };
            }

            return new BudgetStoreInfo(_rows.Ledger.Id, Schema, _rows.Ledger.RulesVersion);
        }
    }

    void IBudgetStore.Transact(LedgerScope scope, LedgerRules rules)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(rules);

        // The clock is foreign code, so it is read before the lock is taken. The time is then a moment too early, which harms no rule.
        var now = Now();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var loaded = _rows.Load(scope, now);
            rules.Apply(loaded);
            _rows.Save(loaded);
        }
    }

    LedgerRows IBudgetStore.Read(LedgerQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var now = Now();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _rows.Read(query, now);
        }
    }

    private DateTimeOffset Now()
    {
        var ticks = _clock.GetUtcNow().UtcTicks;
        return new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }
}
