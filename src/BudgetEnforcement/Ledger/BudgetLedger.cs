using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>
/// Budgets that outlive the process and are the same for every machine: they stand in a store, and every call reads or changes them there.
/// </summary>
/// <remarks>
/// <para>
/// Every change is one transaction of the store, which is carried out whole or not at all, and takes as long as the store needs. The ledger calls the
/// store on a few threads of its own, so neither the caller's thread nor the thread pool waits for it.
/// </para>
/// <para>
/// If the store fails, a method throws a <see cref="BudgetLedgerException"/> whose <see cref="BudgetLedgerException.IsTransient"/> is
/// <see langword="true"/>: the call may or may not have been carried out. The next call tries again, so a ledger works again when its store does. A
/// call that is cancelled before it has begun is not carried out. One that is cancelled later may still be carried out, although the caller gets the
/// cancellation at once. Repeating a call is harmless if it has a key or sets a value.
/// </para>
/// <para>
/// The ledger owns the store that it is given. It disposes of the store when it is disposed itself and the last call has ended, unless
/// <see cref="BudgetLedgerOptions.LeaveStoreOpen"/> says otherwise.
/// </para>
/// </remarks>
/// <threadsafety>Safe for use by several threads.</threadsafety>
public sealed partial class BudgetLedger : IDisposable, IAsyncDisposable
{
    private readonly IBudgetStore _store;
    private readonly BudgetLedgerOptions _options;
    private readonly TimeProvider _clock;
    private readonly LedgerTelemetry _telemetry;
    private readonly LedgerCalls _calls;
    private readonly ILogger? _budgetLogger;

    // The name of a budget never changes, so one that was read once need not be read again.
    private readonly ConcurrentDictionary<Guid, string> _names = new();

    private BudgetStoreInfo? _info;
    private int _isOpenTold;

    /// <summary>A ledger that opens its store with its first call.</summary>
    /// <param name="store">The store, which the ledger owns from now on.</param>
    /// <param name="options">How it works; copied.</param>
    /// <param name="logger">Where to log; nowhere if null.</param>
    /// <param name="clock">The clock of open budgets, which also measures the time that disposing waits; the system's if null.</param>
    /// <param name="budgetLogger">Where open budgets log to; nowhere if null.</param>
    internal BudgetLedger(IBudgetStore store, BudgetLedgerOptions options, ILogger? logger, TimeProvider? clock, ILogger? budgetLogger)
    {
        _budgetLogger = budgetLogger;
        _store = store;
        _options = options.ValidCopy(nameof(options));
        _clock = clock ?? TimeProvider.System;
        _telemetry = new LedgerTelemetry(new SafeLogger(logger));
        _calls = new LedgerCalls(() =>
        {
            if (!_options.LeaveStoreOpen)
                store.Dispose();
        });
    }

    /// <summary>Opens the ledger that is in a store, and makes one where there is none.</summary>
    /// <param name="store">
    /// The store of the ledger. Once the arguments are found to be valid, the ledger owns the store: it disposes of it when it is disposed itself,
    /// and also if opening fails or is cancelled; never with <see cref="BudgetLedgerOptions.LeaveStoreOpen"/>.
    /// </param>
    /// <param name="options">How the ledger works; the defaults if <see langword="null"/>.</param>
    /// <param name="logger">Where it and its budgets log to; nowhere if <see langword="null"/>.</param>
    /// <param name="timeProvider">
    /// The clock of open budgets and of the budgets under them, which also measures <see cref="BudgetLedgerOptions.DrainTimeout"/> for
    /// <see cref="DisposeAsync"/>; the system's if <see langword="null"/>. The store's clock alone decides when terms of shared budgets end and when nodes are lost.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>The ledger. Dispose it when it is no longer needed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">One of <paramref name="options"/> is out of its range.</exception>
    /// <exception cref="BudgetLedgerException">
    /// The store cannot be opened, has a schema that does not fit, or is written by another version of the rules.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static Task<BudgetLedger> OpenAsync(
        IBudgetStore store,
        BudgetLedgerOptions? options = null,
        ILogger<BudgetLedger>? logger = null,
        TimeProvider? timeProvider = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return OpenAsync(new BudgetLedger(store, options ?? new BudgetLedgerOptions(), logger, timeProvider, logger), cancellationToken);
    }

    /// <summary>
    /// Ends the ledger. Open budgets admit nothing any more; the ledger reports what they have spent and gives back what they hold. It takes no more
    /// calls, makes those that it has taken, and disposes of the store. Disposing again changes nothing.
    /// </summary>
    /// <remarks>
    /// It waits at most <see cref="BudgetLedgerOptions.DrainTimeout"/> until nothing is reserved and the calls have ended, and then at most
    /// <see cref="BudgetLedgerOptions.AskTimeout"/> for the last report. What is still reserved then stays held in the ledger, in doubt, because its
    /// cost may still come. Calls that have not begun by then fail with <see cref="ObjectDisposedException"/>, and the store is disposed when the
    /// others have ended. Costs that are recorded later count in this process only: the ledger logs them and does not report them.
    /// </remarks>
    public void Dispose()
    {
        // This wait uses the system's clock, which wakes a blocked thread without the help of the pool.
        var ended = Close(out var timeout);
        var hasEnded = ((IAsyncResult)ended).AsyncWaitHandle.WaitOne(timeout);
        if (hasEnded)
            ended.GetAwaiter().GetResult();
        else
            _calls.Abandon();
    }

    /// <summary>Does what <see cref="Dispose"/> does, without blocking the caller.</summary>
    /// <returns>A task that ends when the store is disposed, or the time is over.</returns>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Close(out var timeout).WaitAsync(timeout, _clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _calls.Abandon();
        }
    }

    private Task Close(out TimeSpan timeout)
    {
        timeout = _options.DrainTimeout;
        if (Volatile.Read(ref _thread) is { } thread)
        {
            thread.Close(_options.DrainTimeout);
            timeout += _options.AskTimeout;
        }

        return _calls.Close();
    }

    private static async Task<BudgetLedger> OpenAsync(BudgetLedger ledger, CancellationToken cancellationToken)
    {
        try
        {
            await ledger.CallAsync(static _ => new LedgerAnswer<bool>(true), cancellationToken).ConfigureAwait(false);
            return ledger;
        }
        catch (OperationCanceledException)
        {
            // A caller that cancels does not want to wait for the store any longer. The store is disposed when its call has ended.
            _ = ledger._calls.Close();
            throw;
        }
        catch
        {
            await ledger.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Calls the store and logs the outcome, even if the caller no longer waits.</summary>
    private Task<TResult> CallAsync<TResult>(Func<IBudgetStore, LedgerAnswer<TResult>> call, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<TResult>(cancellationToken);
        var task = TellAsync(_calls.Run(() => Call(call), cancellationToken));
        if (!cancellationToken.CanBeCanceled)
            return task;

        // A caller that has cancelled no longer awaits the task, so its exception is observed here.
        task.ContinueWith(
            static task => _ = task.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return task.WaitAsync(cancellationToken);
    }

    private async Task<TResult> TellAsync<TResult>(Task<LedgerAnswer<TResult>> call)
    {
        // Continues on the thread pool, because a logger that hangs must not hold up a thread that makes calls.
        var answer = await call.ConfigureAwait(false);
        if (Interlocked.Exchange(ref _isOpenTold, 1) == 0)
            _telemetry.Opened(_info!);
        answer.Tell?.Invoke();
        return answer.Result;
    }

    private LedgerAnswer<TResult> Call<TResult>(Func<IBudgetStore, LedgerAnswer<TResult>> call)
    {
        try
        {
            // Several threads may open the store at the same time, which a store allows, so that no thread waits for another under a lock.
            if (Volatile.Read(ref _info) is null)
                Open();
            return call(_store);
        }
#pragma warning disable CA1031 // A store may throw anything; each exception means that it is not available.
        catch (Exception exception) when (exception is not (BudgetLedgerException or ArgumentOutOfRangeException))
#pragma warning restore CA1031
        {
            throw new BudgetLedgerException($"The store of the ledger failed: {exception.Message}", exception, isTransient: exception is not ObjectDisposedException);
        }
    }

    private void Open()
    {
        var info = _store.Open(_options.SchemaSetUp);
        if (info.RulesVersion != LedgerRules.Version)
        {
            throw new BudgetLedgerException(
                $"The ledger is written by version {info.RulesVersion} of the rules; this library has version {LedgerRules.Version}. Two versions never write at once.");
        }

        Volatile.Write(ref _info, info);
    }

    private LedgerBudgetInfo Describe(LedgerBudgetRow row)
    {
        if (row.ParentIds.Count == 0)
            return new LedgerBudgetInfo(row, []);
        var unknown = row.ParentIds.Where(id => !_names.ContainsKey(id)).ToList();
        if (unknown.Count > 0)
        {
            foreach (var parent in _store.Read(new LedgerQuery { Kinds = LedgerRowKinds.Budgets, BudgetIds = unknown }).Budgets)
                _names[parent.Id] = parent.Name;
        }

        return new LedgerBudgetInfo(row, [.. row.ParentIds.Select(id => _names.GetValueOrDefault(id, string.Empty))]);
    }
}
