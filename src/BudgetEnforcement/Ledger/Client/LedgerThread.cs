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

    private static readonly TimeSpan BetweenForgetting = TimeSpan.FromHours(1);

    private readonly object _sync = new();
    private readonly BudgetLedger _ledger;
    private bool _isStarted;
    private bool _isWoken;
    private long? _lastAt;
    private long _forgetsAt;

    internal LedgerThread(BudgetLedger ledger, Func<Action, LedgerExchange> exchange)
    {
        _ledger = ledger;
        Exchange = exchange(Wake);
        _forgetsAt = Exchange.Now() + BetweenForgetting.Ticks;
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
            Exchange.EndNow(Exchange.Now());
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
            try
            {
                if (IsLastDue())
                    Exchange.EndNow(Exchange.Now());
                if (Exchange.NextWork(Exchange.Now(), out var wait) is { } work)
                    Do(work);
                else
                    WaitFor(wait);
            }
#pragma warning disable CA1031 // A thread of our own has no caller to throw to; what went wrong is logged, and tried again.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Exchange.OnFailed(exception, Exchange.Now());
            }
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
        foreach (var shared in work.ToOpen)
            Open(shared);
        if (work.Request is { } request)
            Exchange.OnAnswered(_ledger.CallStore(store => new ExchangeCommand(request).Run(store)), Exchange.Now());
        if (Exchange.Now() < _forgetsAt)
            return;
        _forgetsAt = Exchange.Now() + BetweenForgetting.Ticks;
        _ledger.CallStore(ForgetNodeCommand.RunAll);
    }

    private void Open(SharedBudget shared)
    {
        var definition = Exchange.DefinitionToOpen(shared); // Only now: opening its parents may have given them new ids.
        OpenBudgetReply reply;
        try
        {
            reply = _ledger.CallStore(store => new OpenBudgetCommand(definition).Run(store));
        }
        catch (BudgetLedgerException mismatch) when (!mismatch.IsTransient)
        {
            Exchange.OnMismatch(shared, mismatch);
            return;
        }

        Exchange.OnOpened(shared, reply);
    }
}
