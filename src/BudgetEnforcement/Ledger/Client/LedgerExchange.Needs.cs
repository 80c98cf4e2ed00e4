namespace BudgetEnforcement;

/// <content>What the operations that ask or wait need of the ledger.</content>
internal sealed partial class LedgerExchange
{
    /// <summary>How many intervals a need of an operation stands that does not say when it tries again.</summary>
    private const int IntervalsOfNeed = 3;

    /// <summary>The most amounts that one request asks for.</summary>
    private const int MostNeeds = 64;

    /// <summary>
    /// The places in a request that are left to asks, and as many to operations that go on. Without them, many waiters would keep their answers away for ever.
    /// </summary>
    private const int MostLeftToOthers = MostNeeds / 4;

    private static readonly TimeSpan LongestNeed = TimeSpan.FromDays(1);

    /// <summary>Asks for more for an operation that goes on, without waiting for it. What is granted is kept until the operation tries again.</summary>
    /// <param name="operation">What the operation holds.</param>
    /// <param name="state">The budget of the operation.</param>
    /// <param name="amount">What it needs beyond what it holds.</param>
    /// <param name="retryTime">When it tries again, if it does so by itself.</param>
    internal void RequestMoreNeedsLock(BudgetReservation operation, BudgetState state, in Money amount, TimeSpan retryTime)
    {
        var now = Now();

        // Room that others hold is claimed even right after an answer, because they give back what they only keep at hand.
        if (!state.HasRoomWithoutOthersFor(amount) && IsKnownToLackNeedsLock(state, amount, _options.Interval, now))
            return;
        if (!_operationNeeds.TryGetValue(operation, out var need))
            _operationNeeds.Add(operation, need = new OperationNeed(_newId(), state));
        if (need.EndsAt <= now || need.Amount < amount)
            need.Amount = amount;
        need.EndsAt = Math.Max(need.EndsAt, now + Math.Max(IntervalsOfNeed * _options.Interval.Ticks, 2 * Math.Min(retryTime.Ticks, LongestNeed.Ticks)));
        WakeNeedsLock();
    }

    /// <summary>Asks for nothing more for an operation: it goes on with what it holds now, or has ended.</summary>
    internal void RequestNoMoreNeedsLock(BudgetReservation operation) => _operationNeeds.Remove(operation);

    internal void OnWaitingNeedsLock(Waiter waiter)
    {
        var need = waiter.Need ??= new WaiterNeed(_newId(), waiter);
        need.IsAsking = false;
        need.Place = _waitingNeeds.AddLast(need);
        WakeNeedsLock();
    }

    internal void OnDecidedNeedsLock(Waiter waiter)
    {
        if (waiter.Need is not { } need)
            return;
        _waitingNeeds.Remove(need.Place!);
        waiter.Need = null;
    }

    /// <summary>What the process needs, in the order of arrival: first for waiters in the line, then for those that ask, then for operations that go on.</summary>
    private List<ExchangeNeed> GatherNeedsLock(long now)
    {
        var needs = new List<ExchangeNeed>();
        if (_isClosing)
            return needs;
        var total = new Dictionary<SharedBudget, Money>();
        var mostBeforeOperations = MostNeeds - Math.Min(_operationNeeds.Count, MostLeftToOthers);
        var mostOfWaiters = mostBeforeOperations - Math.Min(_asks.Count, MostLeftToOthers);
        _sentWaitingNeeds.Clear();
        foreach (var waiter in WaitersThatMayGoOnNeedsLock())
        {
            if (needs.Count == mostOfWaiters)
                break;
            LooksAtWaiters++;
            if (IsStoppedHereNeedsLock(waiter.Budget.State, waiter.Claim.Amount))
                continue;
            var need = waiter.Need!;
            _sentWaitingNeeds.Add(need);
            needs.Add(Need(need.Id, isClaim: true, need.Since, waiter.Budget.State, waiter.Claim.Amount, total));
        }

        foreach (var ask in _asks)
        {
            var state = ask.Waiter.Budget.State;
            if (needs.Count == mostBeforeOperations)
                break;
            if (IsOpenedNeedsLock(state))
                needs.Add(Need(ask.Id, isClaim: false, since: null, state, ask.Waiter.Claim.Amount, total));
        }

        // An operation that goes on comes before what other processes only keep at hand. One that still needs the amount says so again before its claim ends.
        foreach (var (operation, need) in _operationNeeds.ToList())
        {
            if (need.EndsAt <= now)
                _operationNeeds.Remove(operation);
            else if (needs.Count < MostNeeds && need.State.HasRoomWithoutOthersFor(need.Amount) && IsOpenedNeedsLock(need.State))
                needs.Add(Need(need.Id, isClaim: true, need.Since, need.State, need.Amount, total));
        }

        return needs;
    }

    /// <summary>
    /// The waiters with hope that no shared budget at the top stops, in the order of their arrival. Those who have none, and those whose amount is more
    /// than is left there, are not looked at, however many they are.
    /// </summary>
    private IEnumerable<Waiter> WaitersThatMayGoOnNeedsLock()
    {
        var tops = _byId.Values.Where(static shared => shared.Parents.Count == 0).Select(static shared => shared.State).ToList();
        var lines = new PriorityQueue<IEnumerator<Claim>, long>();
        void GoOn(IEnumerator<Claim> line)
        {
            if (line.MoveNext())
                lines.Enqueue(line, line.Current.Ticket);
        }

        foreach (var top in tops)
        {
            if (top.Claims is { } claims)
                GoOn(claims.Hopeful.AtMost(top.LargestWithoutOthers).GetEnumerator());
        }

        Claim? last = null;
        while (lines.TryDequeue(out var line, out _))
        {
            var claim = line.Current;
            GoOn(line);
            if (claim == last)
                continue; // It stands under several budgets at the top.
            last = claim;
            yield return (Waiter)claim.Owner;
        }
    }

    /// <summary>What was granted, or may be, to operations that have not come back for it yet.</summary>
    private LedgerAmount NeededByOperationsNeedsLock(SharedBudget shared)
    {
        var needed = Money.Zero;
        foreach (var need in _operationNeeds.Values)
        {
            if (SharedOnPath(need.State).Contains(shared))
                needed = Money.AddSaturating(needed, need.Amount);
        }

        return new LedgerAmount(needed);
    }

    private static ExchangeNeed Need(Guid id, bool isClaim, DateTimeOffset? since, BudgetState state, in Money amount, Dictionary<SharedBudget, Money> total)
    {
        var path = new List<ExchangeNeedLevel>();
        foreach (var shared in SharedOnPath(state))
        {
            var needed = Money.AddSaturating(total.TryGetValue(shared, out var before) ? before : shared.State.Reserved, amount);
            total[shared] = needed;
            path.Add(new ExchangeNeedLevel(shared.NodeSlice!.BudgetId, new LedgerAmount(needed)));
        }

        return new ExchangeNeed { Id = id, IsClaim = isClaim, Since = since, Path = path };
    }

    /// <summary>Whether a waiter could not go on even if all others gave back what they hold, or the ledger has not opened all of its budgets.</summary>
    private static bool IsStoppedHereNeedsLock(BudgetState state, in Money amount)
    {
        if (!state.HasRoomWithoutOthersFor(amount))
            return true;
        foreach (var level in state.Path)
        {
            if (level.Slice is null ? !level.HasRoomFor(amount) : SharedAt(level).NodeSlice is null)
                return true;
        }

        return false;
    }
}
