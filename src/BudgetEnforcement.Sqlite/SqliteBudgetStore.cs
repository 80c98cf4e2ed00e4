using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace BudgetEnforcement.Sqlite;

/// <summary>
/// Keeps the rows of a ledger in an SQLite file, which several processes of one machine may share. What a transaction has saved survives a
/// crash of the process, of the system and of the power (<c>synchronous=FULL</c>), as far as the disk keeps what it was told to keep.
/// </summary>
/// <remarks>
/// <para>
/// The file is in WAL mode, so two more files stand beside it while a process has it open: the name with <c>-wal</c> and with <c>-shm</c>. They
/// belong to the file: do not copy, move or delete it without them. The file must lie on a local disk, because WAL does not work over a network.
/// </para>
/// <para>
/// The store's clock, by which terms end and nodes are lost, is that of the machine.
/// </para>
/// </remarks>
/// <threadsafety>Safe for use by several threads; the file, by several processes.</threadsafety>
public sealed class SqliteBudgetStore : IBudgetStore
{
    private readonly TimeProvider _clock;
    private readonly TimeSpan _lockTimeout = TimeSpan.FromSeconds(10);
    private readonly object _writing = new();
    private readonly object _reading = new();
    private SqliteSession? _writer;
    private SqliteSession? _reader;
    private volatile bool _isOpened;
    private volatile bool _isDisposed;

    /// <summary>A store in a file, which is not opened yet.</summary>
    /// <param name="path">
    /// The file; its directory must exist. A relative path is taken from the current directory at the time of this call.
    /// </param>
    /// <param name="timeProvider">The store's clock, by which terms end and nodes are lost; <see langword="null"/> for the system's.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="path"/> is empty or white space, is no path, or is <c>:memory:</c>, for which there is <see cref="InMemoryBudgetStore"/>.
    /// </exception>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is <see langword="null"/>.</exception>
    public SqliteBudgetStore(string path, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (path == ":memory:")
            throw new ArgumentException($"A ledger in memory is an {nameof(InMemoryBudgetStore)}.", nameof(path));

        Path = System.IO.Path.GetFullPath(path);
        _clock = timeProvider ?? TimeProvider.System;
    }

    /// <summary>The full path of the file.</summary>
    public string Path { get; }

    /// <summary>
    /// How long a transaction waits for those of other processes, which hold the lock of the file for milliseconds. Default 10 seconds; then
    /// it fails with a <see cref="TimeoutException"/>, and the ledger asks again.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to less than a second, or to more than a day.</exception>
    public TimeSpan LockTimeout
    {
        get => _lockTimeout;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromSeconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1));
            _lockTimeout = value;
        }
    }

    /// <summary>Closes the file. A transaction that is under way ends first.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        lock (_writing)
            Close(ref _writer);
        lock (_reading)
            Close(ref _reader);
    }

    BudgetStoreInfo IBudgetStore.Open(SchemaSetUp setUp)
    {
        return Run(_writing, isOpening: true, () =>
        {
            Close(ref _writer);
            var session = _writer = SqliteSession.Open(Path, LockTimeout, mayCreate: setUp == SchemaSetUp.Create);
            if (setUp == SchemaSetUp.Create)
                SqliteSchema.Create(session);
            var info = SqliteSchema.ReadInfo(session);
            if (setUp == SchemaSetUp.Validate)
                SqliteSchema.Validate(session);
            _isOpened = true;
            return info;
        });
    }

    void IBudgetStore.Transact(LedgerScope scope, LedgerRules rules)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(rules);
        Run(_writing, isOpening: false, () =>
        {
            Transact(Writer(), scope, rules);
            return true;
        });
    }

    LedgerRows IBudgetStore.Read(LedgerQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Run(_reading, isOpening: false, () =>
        {
            var session = Present(ref _reader);
            session.Execute("begin");
            try
            {
                var rows = new LedgerRows(SqliteSchema.ReadLedger(session), Now());
                new SqliteQuery(session, query).Load(rows);
                return rows;
            }
            finally
            {
                session.RollBack();
            }
        });
    }

    /// <summary>The connection of transactions, for tests that make the disk full.</summary>
    internal SqliteSession Writer() => Present(ref _writer);

    private void Transact(SqliteSession session, LedgerScope scope, LedgerRules rules)
    {
        // The whole file is locked from here on, so the rows need no lock of their own.
        session.Execute("begin immediate");
        var isCommitted = false;
        try
        {
            var rows = new LedgerRows(SqliteSchema.ReadLedger(session), Now());
            SqliteScope.Load(session, scope, rows);
            rules.Apply(rows);
            if (!rows.HasChanges)
                return;
            SqliteChanges.Save(session, rows);
            session.Execute("commit");
            isCommitted = true;
        }
        finally
        {
            if (!isCommitted)
                session.RollBack();
        }
    }

    // The store's own connection is used by one thread at a time; other processes wait at the lock of the file.
    [SuppressMessage("Reliability", "CA2002:Do not lock on objects with weak identity", Justification = "Both are private objects of their own.")]
    private TResult Run<TResult>(object gate, bool isOpening, Func<TResult> action)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!isOpening && !_isOpened)
            throw new BudgetLedgerException($"The store in {Path} was not opened.");
        if (!Monitor.TryEnter(gate, LockTimeout))
            throw SqliteFaults.LockedForTooLong(Path, LockTimeout, innerException: null);

        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return action();
        }
        catch (SqliteException fault)
        {
            // A connection that failed may be in any state, and the file may have been put back in its place: the next call opens it anew.
            if (gate == _writing)
                Close(ref _writer);
            else
                Close(ref _reader);
            throw SqliteFaults.Explain(fault, Path, LockTimeout, isOpening);
        }
        finally
        {
            Monitor.Exit(gate);
        }
    }

    private SqliteSession Present(ref SqliteSession? session)
    {
        // A deleted file could still be written, until the last process closes it.
        if (session is not null && !File.Exists(Path))
            Close(ref session);
        return session ??= SqliteSession.Open(Path, LockTimeout, mayCreate: false);
    }

    private static void Close(ref SqliteSession? session)
    {
        session?.Dispose();
        session = null;
    }

    private DateTimeOffset Now()
    {
        var ticks = _clock.GetUtcNow().UtcTicks;
        return new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }
}
