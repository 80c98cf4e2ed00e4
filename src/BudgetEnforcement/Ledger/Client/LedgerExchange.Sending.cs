using System.Diagnostics;

namespace BudgetEnforcement;

/// <content>What is sent, and when.</content>
internal sealed partial class LedgerExchange
{
    /// <summary>How many intervals pass between two requests of an idle process; fewer where its lifetime asks for it.</summary>
    private const int IntervalsOfHeartbeat = 10;

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);

    // No shorter than an interval, which is at most a third of the lifetime.
    private TimeSpan Heartbeat => TimeSpan.FromTicks(Math.Min(IntervalsOfHeartbeat * _options.Interval.Ticks, _options.NodeLifetime.Ticks / 3));

    /// <summary>What is to be done now.</summary>
    /// <param name="now">The time, as <see cref="Now"/> tells it.</param>
    /// <param name="wait">For how long there is nothing to do otherwise.</param>
    /// <returns>The work; null where there is none yet.</returns>
    internal LedgerWork? NextWork(long now, out TimeSpan wait)
    {
        using (_tree.Lock(inBackground: true))
        {
            wait = Timeout.InfiniteTimeSpan;
            if (_isLastDue && now >= _endsAt)
                EndNeedsLock();
            if (_hasEnded)
                return null;
            if (_retryAt > now)
            {
                wait = TimeSpan.FromTicks(_retryAt.Value - now);
                return null;
            }

            var toOpen = _byName.Values.Where(static shared => shared.MustOpen).ToList();
            if (toOpen.Count == 0 && _node.InFlight is null)
            {
                var due = DueNeedsLock(now);
                if (due > now)
                {
                    wait = TimeSpan.FromTicks(due - now);
                    return null;
                }
            }

            _unansweredSince ??= now;
            return toOpen.Count > 0 ? new LedgerWork(toOpen, null) : new LedgerWork([], _node.InFlight ?? SendNeedsLock(now));
        }
    }

    /// <summary>A cost has brought a shared budget to where the ledger is to hear of it before it is due.</summary>
    internal void OnSpendNeedsLock(BudgetState state)
    {
        if (state.HasUnacknowledgedRise || state.Slice!.IsDrawDue)
            WakeNeedsLock();
        if (_hasEnded)
            LogUnreportedNeedsLock(SharedAt(state));
    }

    /// <summary>When the next request is due.</summary>
    private long DueNeedsLock(long now)
    {
        if (_node.Slices.Count == 0)
            return _isClosing ? now : long.MaxValue / 2;
        var gathersUntil = _gathering.WaitsUntil(_flushes.Count);
        if (_hasNews || _isLastDue || _node.IsReasserting || (_flushes.Count > 0 && gathersUntil <= now))
            return now;
        var due = _tickAt + Heartbeat.Ticks;
        if (gathersUntil > now)
            due = Math.Min(due, gathersUntil);
        foreach (var shared in _byId.Values)
        {
            if (IsActiveNeedsLock(shared))
                due = Math.Min(due, _tickAt + _options.Interval.Ticks);
            if (shared.TermEndsAt is { } end)
                due = Math.Min(due, Math.Max(end, shared.NamedAt + Soon.Ticks));
        }

        if (_isClosing)
            due = Math.Min(due, now + Soon.Ticks);
        return due;
    }

    /// <summary>Whether a budget is in use, so that each interval has news of it, or holds something that others may want.</summary>
    private static bool IsActiveNeedsLock(SharedBudget shared) =>
        !shared.Demand.IsIdle || shared.NodeSlice!.IsChanged || !shared.NodeSlice.Held.IsZero || !shared.State.Slice!.CostsSince(shared.State.Spent).IsZero || shared.State.Claims is not null;

    private ExchangeRequest SendNeedsLock(long now)
    {
        foreach (var shared in _byId.Values)
            CountOwnNeedsLock(shared);
        var isTick = now - _tickAt >= _options.Interval.Ticks;
        var isHeartbeat = now - _doubtAt >= Heartbeat.Ticks;
        if (isTick)
            EndIntervalNeedsLock(now);
        var needs = GatherNeedsLock(now);
        var request = _node.Send(new ExchangePlan
        {
            BudgetIds = NamedNeedsLock(isTick || _isLastDue, isHeartbeat || _isLastDue, now),
            Reserved = slice => new LedgerAmount(_byId[slice.BudgetId].State.Reserved),
            Ahead = slice => _isClosing ? LedgerAmount.Zero : _byId[slice.BudgetId].Demand.Ahead,
            Needed = slice => _isClosing ? LedgerAmount.Zero : NeededByOperationsNeedsLock(_byId[slice.BudgetId]),
            Needs = needs,
            Interval = _options.Interval,
            Lifetime = _options.NodeLifetime,
            LooksForDoubt = isHeartbeat,
            IsLast = _isLastDue && FitInOneNeedsLock(),
        });
        if (isHeartbeat)
            _doubtAt = now;
        _hasNews = false;
        _gathering.OnSent(_flushes.Count, now);
        foreach (var item in request.Items)
        {
            var shared = _byId[item.BudgetId];
            shared.NamedAt = now;
            AdoptNeedsLock(shared, drawsMore: false); // What was given back is not admitted any more.
        }

        NoteSentNeedsLock(request);
        return request;
    }

    /// <summary>Whether one request names every budget of which there is something to tell or to give back, so that it can be the last.</summary>
    private bool FitInOneNeedsLock() => _byId.Values.Count(static shared => shared.NodeSlice!.IsChanged || !shared.NodeSlice.Held.IsZero) <= LedgerNode.MostItems;

    private void EndIntervalNeedsLock(long now)
    {
        var length = (int)Math.Clamp((now - _tickAt) / Math.Max(_options.Interval.Ticks, 1), 1, 1000);
        foreach (var shared in _byId.Values)
            shared.Demand.EndInterval(length);
        _tickAt = now;
    }

    /// <summary>The budgets to name, the most urgent first.</summary>
    private List<Guid> NamedNeedsLock(bool isTick, bool isHeartbeat, long now) =>
    [
        .. _byId.Values
            .Where(shared => isHeartbeat || IsUrgentNeedsLock(shared, now) || (isTick && IsActiveNeedsLock(shared)))
            .OrderBy(shared => IsUrgentNeedsLock(shared, now) ? 0 : shared.NodeSlice!.Held.IsZero ? 2 : 1)
            .ThenBy(static shared => shared.NamedAt)
            .Select(static shared => shared.NodeSlice!.BudgetId),
    ];

    private bool IsUrgentNeedsLock(SharedBudget shared, long now) =>
        shared.NodeSlice!.IsChanged || shared.HeardAt is null || shared.State.Slice!.IsDrawDue || _flushes.Exists(flush => flush.Left.Contains(shared))
        || shared.TermEndsAt <= now;

    /// <summary>Gives the protocol's side what was recorded since the last time.</summary>
    private static void CountOwnNeedsLock(SharedBudget shared)
    {
        var costs = new LedgerAmount(shared.State.TakeOwn(out var refunds));
        shared.NodeSlice!.Record(costs);
        var isTaken = shared.NodeSlice.TryRefund(new LedgerAmount(refunds));
        Debug.Assert(isTaken, "The budget takes back only what this process has spent.");
        shared.Demand.Spent(costs);
    }

    /// <summary>Whether the ledger has opened every shared budget of a path.</summary>
    private static bool IsOpenedNeedsLock(BudgetState state) => SharedOnPath(state).TrueForAll(static shared => shared.NodeSlice is not null);

    private static List<SharedBudget> SharedOnPath(BudgetState state) => [.. state.Path.ToList().Where(static level => level.Slice is not null).Select(SharedAt)];

    /// <summary>The place in the ledger of a budget that is known to have one.</summary>
    private static SharedBudget SharedAt(BudgetState state) => ((BudgetEnforcer)state.Owner!).Shared!;
}

/// <summary>What the driver of an exchange is to do: to open budgets in the store, or to send a request.</summary>
internal sealed record LedgerWork(IReadOnlyList<SharedBudget> ToOpen, ExchangeRequest? Request);
