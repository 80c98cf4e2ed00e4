namespace BudgetEnforcement;

/// <content>Budgets of a process that draw from the ledger.</content>
public sealed partial class BudgetLedger
{
    private LedgerThread? _thread;

    /// <summary>How the ledger stands, as far as this process knows: it changes with the exchanges of open budgets.</summary>
    public BudgetLedgerState State
    {
        get
        {
            if (_calls.IsClosed)
                return BudgetLedgerState.Closed;
            return Volatile.Read(ref _thread) is { } thread ? thread.Exchange.State : BudgetLedgerState.Connected;
        }
    }

    /// <summary>
    /// The id of this process in the ledger, as <see cref="GetNodesAsync"/> lists it once the first budget is open. It changes where the ledger has
    /// forgotten the process, or another one has used its id.
    /// </summary>
    public Guid NodeId => Thread.Exchange.NodeId;

    private LedgerThread Thread
    {
        get
        {
            if (Volatile.Read(ref _thread) is { } made)
                return made;
            var thread = new LedgerThread(this, wake => new LedgerExchange(this, _options, _telemetry, _budgetLogger, _clock, TimeProvider.System, wake));
            return Interlocked.CompareExchange(ref _thread, thread, null) ?? thread;
        }
    }

#pragma warning disable RS0026, RS0027 // The second parameters are unrelated, and null is ambiguous in neither.
    /// <summary>
    /// Opens a budget that all processes share which open one of this name: it is created where it is not there, and this process draws from it
    /// what it spends.
    /// </summary>
    /// <param name="options">
    /// The budget, with a <see cref="BudgetOptions.Name"/>. <see cref="BudgetOptions.InitialSpent"/> counts where the budget is created.
    /// <see cref="BudgetOptions.MaxWaiters"/> and <see cref="BudgetOptions.MaxWait"/> are those of this process.
    /// </param>
    /// <param name="parent">A budget of this ledger that everything spent here also counts against; none if <see langword="null"/>.</param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>
    /// The budget, which has heard of the store once. To open it again in this process gives the same one. One that is there keeps its thresholds and
    /// alerts, and its limit too unless <see cref="BudgetLedgerOptions.LimitFrom"/> says otherwise; that another limit was wanted is logged.
    /// </returns>
    /// <remarks>
    /// The budget is used like any other, and ordinary budgets can be made under it. What this process holds of it is admitted without the store;
    /// beyond that the store is asked, which <see cref="BudgetEnforcer.TryAddCost(decimal)"/>, <see cref="BudgetEnforcer.TryReserve(decimal, out BudgetReservation)"/>
    /// and <see cref="BudgetEnforcer.Reserve"/> block for, and <see cref="BudgetEnforcer.ReserveAsync"/> waits for.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="options"/> are not valid, with every error in one message, or have no name; <paramref name="parent"/> is no budget of this
    /// ledger; or the budget is open under another parent.
    /// </exception>
    /// <exception cref="BudgetLedgerException">
    /// The budget is there with another currency, period, time zone or parent; its time zone is of the program's own making; or the store failed.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The ledger is disposed.</exception>
    public Task<BudgetEnforcer> OpenBudgetAsync(BudgetOptions options, BudgetEnforcer? parent = null, CancellationToken cancellationToken = default) =>
        OpenBudgetAsync(options, parent is null ? [] : [parent], cancellationToken);

    /// <summary>Opens a budget as <see cref="OpenBudgetAsync(BudgetOptions, BudgetEnforcer?, CancellationToken)"/> does, under several parents.</summary>
    /// <param name="options">The budget, with a <see cref="BudgetOptions.Name"/>.</param>
    /// <param name="parents">Budgets of this ledger; each ancestor counts a cost once, however many ways lead to it.</param>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    /// <returns>The budget, which has heard of the store once.</returns>
    /// <exception cref="ArgumentNullException">An argument, or one of <paramref name="parents"/>, is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="options"/> are not valid or have no name; one of <paramref name="parents"/> is no budget of this ledger or is there twice; or the
    /// budget is open under others.
    /// </exception>
    /// <exception cref="BudgetLedgerException">The budget is there as another one, or the store failed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The ledger is disposed.</exception>
    public async Task<BudgetEnforcer> OpenBudgetAsync(BudgetOptions options, IReadOnlyList<BudgetEnforcer> parents, CancellationToken cancellationToken = default)
    {
        var shared = Open(options, parents);
        try
        {
            await Thread.Exchange.AwaitOpening(shared).Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return shared.Budget;
        }
        catch
        {
            Thread.Exchange.GiveUpOpening(shared);
            throw;
        }
    }

    /// <summary>
    /// Opens a budget as <see cref="OpenBudgetAsync(BudgetOptions, BudgetEnforcer?, CancellationToken)"/> does, without waiting for the store: for
    /// factories of containers.
    /// </summary>
    /// <param name="options">The budget, with a <see cref="BudgetOptions.Name"/>.</param>
    /// <param name="parents">Budgets of this ledger; none for a budget without a parent.</param>
    /// <returns>
    /// The budget. It holds nothing until the store has answered, so what is admitted before waits for that. Where the ledger has it as another
    /// budget, that is logged as an error, and every admission is refused with <see cref="BudgetRefusalReason.LedgerUnavailable"/>.
    /// </returns>
    /// <exception cref="ArgumentNullException">An argument, or one of <paramref name="parents"/>, is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="options"/> are not valid or have no name; one of <paramref name="parents"/> is no budget of this ledger or is there twice; or the
    /// budget is open under others.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The ledger is disposed.</exception>
    public BudgetEnforcer OpenBudget(BudgetOptions options, params ReadOnlySpan<BudgetEnforcer> parents)
    {
        return Open(options, parents.ToArray()).Budget;
    }
#pragma warning restore RS0026, RS0027

    /// <summary>Sends everything that open budgets have recorded until now, and waits until it is in the store.</summary>
    /// <param name="cancellationToken">Gives up waiting; it is sent all the same.</param>
    /// <returns>Ends when it is in the store.</returns>
    /// <exception cref="BudgetLedgerException">The store failed; what was recorded is sent again with the next exchange.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The ledger is disposed, and something was not reported before.</exception>
    public Task FlushAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        return Volatile.Read(ref _thread) is { } thread
            ? thread.Exchange.Flush(only: null, isBlocking: false).Task.WaitAsync(cancellationToken)
            : Task.CompletedTask;
    }

    internal void JoinCalls() => _calls.Join();

    internal void LeaveCalls() => _calls.Leave();

    /// <summary>Makes a call of the store on this thread.</summary>
    /// <exception cref="BudgetLedgerException">The store failed, or holds something that does not fit.</exception>
    internal TResult CallStore<TResult>(Func<IBudgetStore, TResult> call) => Call(store => new LedgerAnswer<TResult>(call(store))).Result;

    /// <summary>Changes the limit of an open budget for everybody, and blocks until it holds here.</summary>
    /// <returns>The limit that the change brought about.</returns>
    internal decimal ChangeLimit(SharedBudget shared, decimal amount, bool isRelative)
    {
        if (shared.Fault is { } fault)
            throw fault;
        LimitReply? reply = null;
        Thread.Exchange.BeginLimitChange(shared);
        try
        {
            reply = Block(store => new LimitCommand(shared.Name, amount, isRelative, Guid.NewGuid(), NodeId).Run(store));
        }
        finally
        {
            Thread.Exchange.EndLimitChange(shared, reply);
        }

        var info = new LedgerBudgetInfo(reply.Budget, []);
        WorkItems.Queue(() => _telemetry.LimitChanged(info, reply with { Rise = [] }));
        Hear(shared);
        return reply.Limit.Money.ToDecimal(roundUp: false);
    }

    /// <summary>Ends the term of an open budget for everybody, and blocks until the new one holds here.</summary>
    /// <returns>The budget as it stood, with what was spent in the term that ended.</returns>
    internal BudgetReport Reset(SharedBudget shared)
    {
        if (shared.Fault is { } fault)
            throw fault;
        Hear(shared); // What this process has spent belongs to the term that ends.
        var before = shared.Budget.GetStatus();
        var reply = Block(store => new ResetCommand(shared.Name, Guid.NewGuid(), NodeId).Run(store));
        var ended = new LedgerTermInfo(reply.Ended, reply.Budget);
        WorkItems.Queue(() => _telemetry.WasReset(ended, reply));
        Hear(shared);
        return before with { Spent = ended.Spent, Limit = ended.Limit };
    }

    private SharedBudget Open(BudgetOptions options, IReadOnlyList<BudgetEnforcer> parents)
    {
        ArgumentNullException.ThrowIfNull(parents);
        foreach (var parent in parents)
            ArgumentNullException.ThrowIfNull(parent, nameof(parents));
        if (parents.Distinct().Count() < parents.Count)
            throw new ArgumentException("parents must have each budget once.", nameof(parents));
        var copy = LedgerInput.ValidBudget(options, nameof(options));
        ObjectDisposedException.ThrowIf(_calls.IsClosed, typeof(BudgetLedger));
        var shared = Thread.Exchange.Open(copy, parents);
        Thread.Start();
        return shared;
    }

    /// <summary>Waits for an exchange about a budget, for a short time: a store that does not answer is heard of later.</summary>
    private void Hear(SharedBudget shared)
    {
        try
        {
            Thread.Exchange.Flush(shared, isBlocking: true).Wait(_options.AskTimeout);
        }
        catch (Exception exception) when (exception is BudgetLedgerException or ObjectDisposedException)
        {
            // The command is carried out; the next exchange tells what came of it.
        }
    }

    private TReply Block<TReply>(Func<IBudgetStore, TReply> command) =>
        _calls.Run(() => Call(store => new LedgerAnswer<TReply>(command(store))), CancellationToken.None).GetAwaiter().GetResult().Result;
}
