namespace BudgetEnforcement;

/// <content>Flushes, openings that somebody awaits, and the end.</content>
internal sealed partial class LedgerExchange
{
    private readonly List<(SharedBudget Budget, LedgerSignal Signal)> _openings = [];
    private bool _isClosing;
    private bool _isLastDue;
    private bool _hasEnded;
    private long _endsAt;

    /// <summary>Whether there is nothing to do any more.</summary>
    internal bool HasEnded
    {
        get
        {
            using (_tree.Gate.EnterScope())
                return _hasEnded;
        }
    }

    /// <summary>Tells when the ledger has answered for a budget for the first time, or why it has not.</summary>
    internal LedgerSignal AwaitOpening(SharedBudget shared)
    {
        var signal = new LedgerSignal(isBlocking: false);
        using (_tree.Lock(inBackground: true))
        {
            if (shared.Fault is { } fault)
                signal.Set(fault);
            else if (shared.HeardAt is not null)
                signal.Set();
            else
                _openings.Add((shared, signal));
            WakeNeedsLock();
        }

        return signal;
    }

    /// <summary>Begins to send everything that was recorded until now.</summary>
    /// <param name="only">The one budget to hear of, whether it has changed or not; null for all that have.</param>
    /// <param name="isBlocking">Whether a thread blocks for the end.</param>
    internal LedgerSignal Flush(SharedBudget? only, bool isBlocking)
    {
        var now = Now();
        using (_tree.Lock(inBackground: true))
        {
            HashSet<SharedBudget> left = only is not null ? [only] : [.. _byName.Values.Where(HasUnreportedNeedsLock)];
            var lost = left.FirstOrDefault(static shared => shared.Fault is not null);
            left.RemoveWhere(static shared => shared.Fault is not null); // The others are sent all the same.
            var flush = new LedgerFlush(left, isBlocking) { Fault = lost?.Fault };
            if (left.Count == 0)
                flush.Ended.Set(flush.Fault);
            else if (_hasEnded)
                flush.Ended.Set(new ObjectDisposedException(typeof(BudgetLedger).FullName));
            else
                AddNeedsLock(flush, now);
            return flush.Ended;
        }
    }

    private void AddNeedsLock(LedgerFlush flush, long now)
    {
        _flushes.Add(flush);

        // While others are waited for, the driver looks by itself when it has waited long enough.
        if (_gathering.WaitsUntil(_flushes.Count) <= now)
            _wake();
    }

    /// <summary>Admits nothing any more, and gives back what is not reserved.</summary>
    internal void Close()
    {
        using (_tree.Lock(inBackground: true))
        {
            if (_isClosing)
                return;
            _isClosing = true;
            foreach (var shared in _byName.Values)
                CutOffNeedsLock(shared);
            WakeNeedsLock();
        }
    }

    /// <summary>
    /// Sends the last request now. What is still reserved stays held in the ledger, in doubt. The exchange gives the request up after
    /// <see cref="BudgetLedgerOptions.AskTimeout"/>.
    /// </summary>
    /// <param name="now">The time, as <see cref="Now"/> tells it.</param>
    internal void EndNow(long now)
    {
        using (_tree.Lock(inBackground: true))
        {
            if (_isLastDue)
                return;
            _isLastDue = true;
            _endsAt = now + _options.AskTimeout.Ticks;
            if (_byId.Count == 0 && !_byName.Values.Any(static shared => shared.MustOpen))
                EndNeedsLock();
            WakeNeedsLock();
        }
    }

    /// <summary>Whether something is still reserved of a shared budget.</summary>
    internal bool HasReservations
    {
        get
        {
            using (_tree.Gate.EnterScope())
                return _byId.Values.Any(static shared => !shared.State.Reserved.IsZero);
        }
    }

    private static bool HasUnreportedNeedsLock(SharedBudget shared)
    {
        var rules = shared.State.Slice!;
        return shared.NodeSlice?.IsChanged == true || !rules.CostsSince(shared.State.Spent).IsZero || rules.HasRefunds;
    }

    private void NoteSentNeedsLock(ExchangeRequest request)
    {
        foreach (var flush in _flushes)
        {
            flush.Sent.Clear();
            flush.Sent.AddRange(request.Items.Select(item => _byId[item.BudgetId]).Where(flush.Left.Contains));
        }
    }

    /// <param name="isCarriedOut">Whether the request was carried out.</param>
    /// <param name="now">The time, as <see cref="Now"/> tells it.</param>
    private void EndFlushesNeedsLock(bool isCarriedOut, long now)
    {
        foreach (var flush in _flushes)
        {
            if (isCarriedOut)
                flush.Left.ExceptWith(flush.Sent.Where(static shared => shared.NodeSlice is { IsLost: false }));
            flush.Sent.Clear();
        }

        var ended = EndServedFlushesNeedsLock();
        _gathering.OnAnswered(ended, _flushes.Count, now);
    }

    private void FailFlushesNeedsLock(SharedBudget shared, Exception fault)
    {
        foreach (var flush in _flushes.Where(flush => flush.Left.Remove(shared)))
            flush.Fault = fault;
        EndServedFlushesNeedsLock();
    }

    /// <summary>Ends the flushes that wait for no budget any more.</summary>
    /// <returns>How many there were.</returns>
    private int EndServedFlushesNeedsLock()
    {
        foreach (var flush in _flushes.Where(static flush => flush.Left.Count == 0))
            flush.Ended.Set(flush.Fault);
        return _flushes.RemoveAll(static flush => flush.Ended.IsSet);
    }

    private void EndOpeningsNeedsLock(SharedBudget shared, Exception? fault)
    {
        foreach (var opening in _openings)
        {
            if (opening.Budget == shared)
                opening.Signal.Set(fault);
        }

        _openings.RemoveAll(static opening => opening.Signal.IsSet);
    }

    private void CutOffNeedsLock(SharedBudget shared)
    {
        shared.State.CutOff();
        foreach (var ask in _asks.Where(ask => IsUnder(ask.Waiter.Budget.State, shared)).ToList())
            EndAskNeedsLock(ask, ClaimOutcome.Refused, ask.Waiter.CheckNeedsLock());
        foreach (var claim in _waitingNeeds.Where(claim => IsUnder(claim.Waiter.Budget.State, shared)).ToList())
            _tree.EndWaitNeedsLock(claim.Waiter, ClaimOutcome.LedgerUnavailable);
    }

    private static bool IsUnder(BudgetState state, SharedBudget shared) => state.Path.ToList().Contains(shared.State);

    private void EndNeedsLock()
    {
        if (_hasEnded)
            return;
        _hasEnded = true;
        foreach (var flush in _flushes)
            flush.Ended.Set(new ObjectDisposedException(typeof(BudgetLedger).FullName));
        _flushes.Clear();
        foreach (var shared in _byName.Values)
        {
            EndOpeningsNeedsLock(shared, new ObjectDisposedException(typeof(BudgetLedger).FullName));
            shared.State.Slice!.IsUnreported = true;
            shared.State.ArmTriggers();
            if (HasUnreportedNeedsLock(shared))
                LogUnreportedNeedsLock(shared);
        }

        _wake();
    }

    /// <summary>Logs costs that the ledger will not be told any more: the money is spent all the same.</summary>
    private void LogUnreportedNeedsLock(SharedBudget shared)
    {
        var unreported = shared.State.Slice!.CostsSince(shared.State.Spent);
        var before = shared.NodeSlice is { } slice ? slice.UnacknowledgedCosts : LedgerAmount.Zero;
        var amount = before.Plus(new LedgerAmount(unreported)).ToDecimal();
        WorkItems.Queue(() => _telemetry.NotReported(shared.Budget, amount));
    }
}
