using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Transactions;
using Npgsql;

namespace BudgetEnforcement.PostgreSql;

/// <summary>
/// Keeps the rows of a ledger in PostgreSQL 15 or later, where any number of processes on any number of machines share them. What a
/// transaction has saved survives a crash of the server (the store raises <c>synchronous_commit</c> to <c>on</c> where the server's default is lower).
/// </summary>
/// <remarks>
/// <para>
/// A transaction is two round trips: one that locks and loads the rows, and one that saves and commits. If a term has ended and the process does not
/// know that, a third one loads what belongs to it. A transaction leaves nothing in the session, so that it works behind PgBouncer in transaction
/// mode too, and takes no part in an ambient <see cref="Transaction"/>. Statements are prepared only where the data source says so.
/// </para>
/// <para>
/// The store's clock, by which terms end and nodes are lost, is that of the server.
/// </para>
/// </remarks>
/// <threadsafety>Safe for use by several threads; each call takes a connection of its own.</threadsafety>
public sealed class PostgreSqlBudgetStore : IBudgetStore
{
    /// <summary>The schema where none is named: <c>budget_ledger</c>.</summary>
    public const string DefaultSchema = "budget_ledger";

    [SuppressMessage("Usage", "CA2213:Disposable fields should be disposed", Justification = "It is the caller's, or ends with the store's own.")]
    private readonly NpgsqlDataSource _dataSource;
    private readonly NpgsqlDataSource? _own;
    private readonly PostgreSqlSchema _schema;
    private readonly PostgreSqlTransactions _transactions;
    private readonly TimeSpan _lockTimeout = TimeSpan.FromSeconds(10);
    private volatile bool _isOpened;
    private volatile bool _isDisposed;

    /// <summary>A store in a database, which is not opened yet.</summary>
    /// <param name="dataSource">
    /// The source of the connections. Of an <see cref="NpgsqlMultiHostDataSource"/> the store takes the primary; a data source that was made of it
    /// for certain sessions is used as it is. The caller still owns the source, and disposes of it after the store.
    /// </param>
    /// <param name="schema">
    /// The schema for the tables, exactly as PostgreSQL has it: 1 to 63 bytes in UTF-8. Ledgers in several schemas know nothing of each other.
    /// </param>
    /// <exception cref="ArgumentException">
    /// <paramref name="schema"/> is empty, longer than 63 bytes, or begins with <c>pg_</c>; or <paramref name="dataSource"/> multiplexes, so
    /// that the statements of a transaction would not stay on one connection.
    /// </exception>
    /// <exception cref="ArgumentNullException"><paramref name="dataSource"/> or <paramref name="schema"/> is <see langword="null"/>.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "No argument fits the first parameter of both constructors.")]
    public PostgreSqlBudgetStore(NpgsqlDataSource dataSource, string schema = DefaultSchema)
        : this(new PostgreSqlSchema(schema), PostgreSqlHosts.Check(dataSource), own: null)
    {
    }

    /// <summary>A store in a database, which is not opened yet, with connections of its own.</summary>
    /// <param name="connectionString">
    /// The connection string of the database, in the words of Npgsql. Of several hosts (<c>Host=db1,db2</c>) the store takes the one that is the
    /// primary. The connections are closed with the store.
    /// </param>
    /// <param name="schema">
    /// The schema for the tables, exactly as PostgreSQL has it: 1 to 63 bytes in UTF-8. Ledgers in several schemas know nothing of each other.
    /// </param>
    /// <exception cref="ArgumentException">
    /// <paramref name="connectionString"/> cannot be read, names no host, wants a session that is no primary's (<c>Target Session Attributes=standby</c>), or
    /// multiplexes, so that the statements of a transaction would not stay on one connection; or <paramref name="schema"/> is empty, longer than 63 bytes, or
    /// begins with <c>pg_</c>.
    /// </exception>
    /// <exception cref="ArgumentNullException"><paramref name="connectionString"/> or <paramref name="schema"/> is <see langword="null"/>.</exception>
    [SuppressMessage("ApiDesign", "RS0026", Justification = "No argument fits the first parameter of both constructors.")]
    public PostgreSqlBudgetStore(string connectionString, string schema = DefaultSchema)
        : this(new PostgreSqlSchema(schema), PostgreSqlHosts.Create(connectionString))
    {
    }

    private PostgreSqlBudgetStore(PostgreSqlSchema schema, NpgsqlDataSource own)
        : this(schema, own, own)
    {
    }

    private PostgreSqlBudgetStore(PostgreSqlSchema schema, NpgsqlDataSource dataSource, NpgsqlDataSource? own)
    {
        _dataSource = PostgreSqlHosts.Primary(dataSource);
        _own = own;
        _schema = schema;
        _transactions = new PostgreSqlTransactions(schema);
    }

    /// <summary>The schema that the tables are in.</summary>
    public string Schema => _schema.Name;

    /// <summary>
    /// How long a transaction waits for those of others, which hold their locks for milliseconds. Default 10 seconds; then it fails with a
    /// <see cref="TimeoutException"/>, and the ledger asks again. After the same time the server ends a transaction whose process hangs in the middle
    /// of it, so that the others go on.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to less than a millisecond, or to more than a day.</exception>
    public TimeSpan LockTimeout
    {
        get => _lockTimeout;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromMilliseconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1));
            _lockTimeout = value;
        }
    }

    /// <summary>
    /// The statements that create the schema, for databases in which the application has no right to create it: run them once, as a user with that
    /// right. Running them again changes nothing.
    /// </summary>
    /// <param name="schema">The schema for the tables, as in the constructor.</param>
    /// <returns>Statements in SQL, with the rights that the application needs in a comment.</returns>
    /// <exception cref="ArgumentException"><paramref name="schema"/> is empty, longer than 63 bytes, or begins with <c>pg_</c>.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="schema"/> is <see langword="null"/>.</exception>
    public static string GetScript(string schema = DefaultSchema) => new PostgreSqlSchema(schema).Script;

    /// <summary>
    /// Ends the store. Connections of its own are closed, and a data source that it was given stays open; transactions that are under way end by themselves.
    /// </summary>
    public void Dispose()
    {
        _isDisposed = true;
        _own?.Dispose();
    }

    BudgetStoreInfo IBudgetStore.Open(SchemaSetUp setUp)
    {
        var info = Run(isOpening: true, connection =>
        {
            if (setUp == SchemaSetUp.Create)
                _schema.Create(connection);
            var found = _schema.ReadInfo(connection);
            if (setUp != SchemaSetUp.None)
                _schema.Validate(connection);
            return found;
        });
        _isOpened = true;
        return info;
    }

    void IBudgetStore.Transact(LedgerScope scope, LedgerRules rules)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(rules);
        Run(isOpening: false, connection =>
        {
            _transactions.Run(connection, LockTimeout, scope, rules);
            return true;
        });
    }

    LedgerRows IBudgetStore.Read(LedgerQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Run(isOpening: false, connection => new PostgreSqlQuery(_schema, query).Run(connection));
    }

    private TResult Run<TResult>(bool isOpening, Func<NpgsqlConnection, TResult> action)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!isOpening && !_isOpened)
            throw new BudgetLedgerException($"The store in {PostgreSqlFaults.Where(_dataSource)} was not opened.");

        // The ledger takes no part in a transaction of the caller: other nodes count on what it has saved, so the caller must not undo it.
        using var outside = new TransactionScope(TransactionScopeOption.Suppress);
        try
        {
            using var connection = _dataSource.OpenConnection();
            return action(connection);
        }
        catch (Exception fault) when (fault is NpgsqlException or SocketException)
        {
            if (PostgreSqlFaults.Explain(fault, _dataSource, _schema, LockTimeout, isOpening) is { } explained)
                throw explained;
            throw;
        }
    }
}
