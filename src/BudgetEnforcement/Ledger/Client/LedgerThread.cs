namespace BudgetEnforcement;

/// <summary>
/// Drives the exchange of a ledger on a thread of its own, so that neither a store that stalls nor a thread pool that is starved holds up anything
/// but this. It tells nothing itself.
/// </summary>
internal sealed class LedgerThread
{
    // A wait that is never signalled ends all the same, so that a jump of the system's clock cannot put it to sleep for long.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(5);

    private readonly object _sync = new();
    private readonly BudgetLedger _ledger;
    private bool _isStarted;
    private bool _isWoken;
    private long? _lastAt;

    internal LedgerThread(BudgetLedger ledger, Func<Action, LedgerExchange> exchange)
    {
        _ledger = ledger;
        Exchange = exchange(Wake);
    }

    internal LedgerExchange Exchange { get; }

    /// <summary>Starts the thread with the first budget.</summary>
    internal void Start()
    {
        lock (_sync)
        {
            if (_isStarted)
                return;
            _ledger.JoinCalls();
            _isStarted = true;

            // The thread serves all callers, so it must not carry the context of one.
            new Thread(Work) { IsBackground = true, Name = "BudgetEnforcement exchange" }.UnsafeStart();
        }
    }

    /// <summary>Admits nothing any more, and ends when nothing is reserved, or the time is over.</summary>
    internal void Close(TimeSpan drainTimeout)
    {
        Exchange.Close();
        bool isStarted;
        lock (_sync)
        {
            isStarted = _isStarted;
            _isStarted = true;
            _lastAt ??= Exchange.Now() + drainTimeout.Ticks;
        }

        if (!isStarted)
            Exchange.EndNow();
        Wake();
    }

    private void Wake()
    {
        lock (_sync)
        {
            _isWoken = true;
            Monitor.Pulse(_sync);
        }
    }

    private void Work()
    {
        while (!Exchange.HasEnded)
        {
            if (IsLastDue())
                Exchange.EndNow();
            if (Exchange.NextWork(Exchange.Now(), out var wait) is { } work)
                Do(work);
            else
                WaitFor(wait);
        }

        _ledger.LeaveCalls();
    }

    private bool IsLastDue()
    {
        long? lastAt;
        lock (_sync)
            lastAt = _lastAt;
        return lastAt is { } at && (Exchange.Now() >= at || !Exchange.HasReservations);
    }

    private void WaitFor(TimeSpan wait)
    {
        lock (_sync)
        {
            var longest = _lastAt is null ? LongestWait : Soon;
            if (wait < TimeSpan.Zero || wait > longest)
                wait = longest;
            if (!_isWoken)
                Monitor.Wait(_sync, wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait);
            _isWoken = false;
        }
    }

    private void Do(LedgerWork work)
    {
        try
        {
            foreach (var shared in work.ToOpen)
                Open(shared);
            if (work.Request is { } request)
                Exchange.OnAnswered(_ledger.CallStore(store => new ExchangeCommand(request).Run(store)), Exchange.Now());
        }
#pragma warning disable CA1031 // Nobody to throw to on a thread of our own; the request is sent again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Exchange.OnFailed(exception, Exchange.Now());
        }
    }

    private void Open(SharedBudget shared)
    {
        OpenBudgetReply reply;
        try
        {
            reply = _ledger.CallStore(store => new OpenBudgetCommand(shared.DefinitionToOpen()).Run(store));
        }
        catch (BudgetLedgerException mismatch) when (!mismatch.IsTransient)
        {
            Exchange.OnMismatch(shared, mismatch);
            return;
        }

        Exchange.OnOpened(shared, reply);
    }
}
