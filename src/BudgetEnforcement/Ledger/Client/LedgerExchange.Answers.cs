namespace BudgetEnforcement;

/// <content>What an answer means for budgets. What it means for an ask is with the asks.</content>
internal sealed partial class LedgerExchange
{
    /// <summary>Takes an answer of the ledger.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="now">The time, as <see cref="Now"/> tells it.</param>
    internal void OnAnswered(ExchangeReply reply, long now)
    {
        List<Action> tell = [];
        using (_tree.Lock(inBackground: true))
        {
            if (_node.InFlight is not { } request)
                return;
            foreach (var shared in _byId.Values)
                CountOwnNeedsLock(shared);
            var terms = reply.Items.Select(item => _byId.GetValueOrDefault(item.BudgetId)).OfType<SharedBudget>()
                .ToDictionary(shared => shared, shared => (shared.NodeSlice!.Term, shared.NodeSlice.TermEnd));
            if (!_node.Apply(reply))
                return;
            OnReachedNeedsLock();
            _isLearning = reply.IsLearning || reply.IsRewound;
            if (reply.IsRewound)
                tell.Add(() => _telemetry.Rewound(request.NodeId));
            if (reply.Outcome == ExchangeOutcome.Answered)
                TakeItemsNeedsLock(reply, terms, now, tell);
            else
                StartOverNeedsLock(request, reply.Outcome, tell);
            DecideAsksNeedsLock(request, reply);
            EndFlushesNeedsLock(isCarriedOut: reply.Outcome == ExchangeOutcome.Answered, now);
            if (request.IsLast && reply.Outcome == ExchangeOutcome.Answered)
                EndNeedsLock();
        }

        LogLater(tell);
    }

    /// <summary>Takes note that the store failed. The request stays as it is, and is sent again.</summary>
    internal void OnFailed(Exception exception, long now)
    {
        var isNews = false;
        var fault = exception as BudgetLedgerException ?? new BudgetLedgerException($"The store of the ledger failed: {exception.Message}", exception, isTransient: true);
        using (_tree.Lock(inBackground: true))
        {
            _retryAt = now + _retryAfter.Ticks;
            _retryAfter = TimeSpan.FromTicks(Math.Min(2 * _retryAfter.Ticks, Math.Max(_options.Interval.Ticks, ShortestRetry.Ticks)));
            if (IsSilentNeedsLock(now))
            {
                isNews = !_isUnavailableTold;
                _isUnavailableTold = true;
                EndAllAsksNeedsLock();
            }

            foreach (var flush in _flushes)
                flush.Ended.Set(fault);
            _flushes.Clear();
            foreach (var shared in _byName.Values)
                EndOpeningsNeedsLock(shared, fault);
            if (_isLastDue && now >= _endsAt)
                EndNeedsLock();
        }

        if (isNews)
            WorkItems.Queue(() => _telemetry.Unavailable(fault));
    }

    private void OnReachedNeedsLock()
    {
        (_retryAt, _unansweredSince, _retryAfter) = (null, null, ShortestRetry);
        if (_isUnavailableTold)
            WorkItems.Queue(_telemetry.Available);
        _isUnavailableTold = false;
    }

    private void TakeItemsNeedsLock(ExchangeReply reply, Dictionary<SharedBudget, (long Term, DateTimeOffset? End)> before, long now, List<Action> tell)
    {
        // All that ended is told as of the instant before anything begins.
        var summaries = new PathSummaries();
        foreach (var (shared, term) in before)
        {
            if (shared.NodeSlice!.Term != term.Term && term.End <= reply.Now)
                shared.Budget.AnnouncePeriodEndNeedsLock(summaries);
        }

        var states = new List<BudgetState>();
        foreach (var item in reply.Items)
        {
            if (_byId.GetValueOrDefault(item.BudgetId) is not { } shared)
                continue;
            if (!item.IsKnown)
            {
                _hasNews = true; // The store has lost it; it is opened again.
                continue;
            }

            shared.HeardAt = now;
            shared.IsReopened = false;
            shared.TermEndsAt = item.TermEnd is { } end ? now + Math.Max((end - reply.Now).Ticks, 0) : null;
            shared.State.Slice!.AsOf = reply.Now;
            if (shared.NodeSlice!.Term != before[shared].Term)
                shared.State.BeginTerm();
            AdoptNeedsLock(shared);
            states.Add(shared.State);
            if (item.FoundDoubt)
            {
                var inDoubt = item.InDoubt.ToDecimal();
                tell.Add(() => _telemetry.FoundDoubt(shared.Budget, inDoubt));
            }
        }

        foreach (var item in reply.Items)
        {
            if (!item.IsKnown || _byId.GetValueOrDefault(item.BudgetId) is not { } shared)
                continue;
            shared.OwnRise.AddRange(item.Rise);

            // While this process changes the limit, it waits for the outcome: it announces what its own change has reached.
            if (shared.LimitChanges > 0)
            {
                shared.Budget.CancelIfExceededNeedsLock();
                continue;
            }

            shared.Budget.AnnounceLedgerRiseNeedsLock(LedgerTotals.Spent(item.Costs, item.Refunds).Money, [.. shared.OwnRise]);
            shared.OwnRise.Clear();
        }

        foreach (var shared in before.Keys)
            EndOpeningsNeedsLock(shared, fault: null);

        _tree.ServeWaitersAtNeedsLock(states);
    }

    /// <summary>Goes on as a new node, which holds nothing yet: the ledger has forgotten the old one, or another process has used its id.</summary>
    private void StartOverNeedsLock(ExchangeRequest request, ExchangeOutcome outcome, List<Action> tell)
    {
        foreach (var shared in _byId.Values)
            AdoptNeedsLock(shared);
        _hasNews = true;
        tell.Add(() => _telemetry.StartedOver(request.NodeId, outcome));
    }

    /// <summary>Puts what the node knows of a budget into its numbers.</summary>
    private void AdoptNeedsLock(SharedBudget shared, bool drawsMore = true)
    {
        var slice = shared.NodeSlice!;
        var rules = shared.State.Slice!;
        rules.TermEnd = slice.TermEnd?.UtcTicks ?? PeriodCalendar.Never;
        rules.HeldElsewhere = slice.HeldElsewhere.Money;

        // Room that is claimed by another node, or that a ledger which learns does not grant, is not there.
        var undrawn = slice.Shrink || _isLearning ? LedgerAmount.Zero : slice.Undrawn;
        shared.State.Adopt(
            slice.KnownSpent.Money,
            slice.Held.Money,
            LedgerTotals.Spent(slice.Costs, slice.Refunds).Money,
            LedgerAmount.Min(slice.Limit, LedgerAmount.FromDecimal(decimal.MaxValue)).Money,
            shared.Thresholds,
            undrawn.Money,
            wantsMore: drawsMore && !undrawn.IsZero && !shared.Demand.Ahead.IsZero);
        if (_isClosing)
            shared.State.CutOff();
    }

    private void DecideAsksNeedsLock(ExchangeRequest request, ExchangeReply reply)
    {
        var answers = reply.Needs.ToDictionary(need => need.Id);
        foreach (var need in _sentWaitingNeeds.Concat<LedgerNeed>(_operationNeeds.Values))
        {
            if (answers.TryGetValue(need.Id, out var answer))
                need.Since = answer.Since;
        }

        var sent = request.Needs.Select(need => need.Id).ToHashSet();
        foreach (var ask in _asks.Where(ask => sent.Contains(ask.Id)).ToList())
            OnAskAnsweredNeedsLock(ask);
        _hasNews |= _asks.Count > 0;
    }

    private static void LogLater(List<Action> tell)
    {
        if (tell.Count > 0)
            WorkItems.Queue(() => tell.ForEach(static one => one()));
    }
}
