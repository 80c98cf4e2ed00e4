namespace BudgetEnforcement.Tests.Ledger;

/// <summary>A store in memory whose calls can be held up, fail and be watched.</summary>
internal sealed class SlowStore(TimeProvider? clock = null) : IBudgetStore
{
    private readonly InMemoryBudgetStore _inner = new(clock);
    private ManualResetEventSlim? _holdsNext;
    private int _underWay;
    private int _transactions;

    /// <summary>Calls wait while this is not set.</summary>
    internal ManualResetEventSlim Gate { get; } = new(initialState: true);

    /// <summary>How many calls wait at this moment.</summary>
    internal int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>How many transactions were carried out.</summary>
    internal int Transactions => Volatile.Read(ref _transactions);

    /// <summary>Lets the next call wait until this is set; null where it does not.</summary>
    internal ManualResetEventSlim? HoldsNext
    {
        set => Volatile.Write(ref _holdsNext, value);
    }

    internal bool IsDisposed { get; private set; }

    /// <summary>What every call throws; null where it does not.</summary>
    internal Exception? Failure { get; set; }

    /// <summary>The threads that made calls.</summary>
    internal System.Collections.Concurrent.ConcurrentDictionary<Thread, bool> Threads { get; } = new();

    public BudgetStoreInfo Open(SchemaSetUp setUp) => Make(store => store.Open(setUp));

    public void Transact(LedgerScope scope, LedgerRules rules) => Make(store =>
    {
        store.Transact(scope, rules);
        return Interlocked.Increment(ref _transactions);
    });

    public LedgerRows Read(LedgerQuery query) => Make(store => store.Read(query));

    public void Dispose()
    {
        IsDisposed = true;
        _inner.Dispose();
    }

    private TResult Make<TResult>(Func<IBudgetStore, TResult> call)
    {
        Threads.TryAdd(Thread.CurrentThread, Thread.CurrentThread.IsThreadPoolThread);
        Interlocked.Increment(ref _underWay);
        Interlocked.Exchange(ref _holdsNext, null)?.Wait();
        Gate.Wait();
        Interlocked.Decrement(ref _underWay);
        if (Failure is { } failure)
            throw failure;
        return call(_inner);
    }
}
