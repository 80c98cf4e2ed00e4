namespace BudgetEnforcement;

/// <summary>
/// The node's side of the exchange: its numbers, the request in flight, and what it must report again. It knows no store, clock or thread. Only ever
/// used under the lock of the node's tree of budgets.
/// </summary>
internal sealed class LedgerNode
{
    /// <summary>The most budgets that one request names.</summary>
    internal const int MostItems = 256;

    private readonly Dictionary<Guid, NodeSlice> _slices = [];
    private readonly HashSet<Guid> _toReassert = [];
    private readonly string _name;
    private readonly Func<Guid> _newId;
    private long _acknowledged;
    private DateTimeOffset? _acknowledgedAt;

    /// <param name="name">The name of the node for people.</param>
    /// <param name="newId">Makes ids; random ones if null.</param>
    internal LedgerNode(string name, Func<Guid>? newId = null)
    {
        _name = name;
        _newId = newId ?? Guid.NewGuid;
        Id = _newId();
    }

    internal Guid Id { get; private set; }

    /// <summary>The request that is not answered yet; the node sends it unchanged until it is.</summary>
    internal ExchangeRequest? InFlight { get; private set; }

    internal IReadOnlyCollection<NodeSlice> Slices => _slices.Values;

    /// <summary>Whether the store wants to hear everything again.</summary>
    internal bool IsReasserting => _toReassert.Count > 0;

    internal void Add(NodeSlice slice) => _slices.Add(slice.BudgetId, slice);

    /// <summary>Stops reporting a budget that the store does not have, or has as another one.</summary>
    internal void Remove(Guid budgetId)
    {
        _slices.Remove(budgetId);
        _toReassert.Remove(budgetId);
    }

    internal NodeSlice? Find(Guid budgetId) => _slices.GetValueOrDefault(budgetId);

    /// <summary>Makes a request, or returns the one in flight.</summary>
    /// <param name="plan">What to tell and to ask for, beside what must be told.</param>
    internal ExchangeRequest Send(ExchangePlan plan)
    {
        if (InFlight is { } unanswered)
            return unanswered;

        var named = new List<NodeSlice>();
        var seen = new HashSet<Guid>();
        void Name(IEnumerable<Guid> ids)
        {
            foreach (var id in ids)
            {
                if (named.Count < MostItems && _slices.TryGetValue(id, out var slice) && seen.Add(id))
                    named.Add(slice);
            }
        }

        Name(plan.Needs.SelectMany(need => need.Path).Select(level => level.BudgetId));
        Name(_toReassert);
        Name(plan.BudgetIds);
        var reasserted = _toReassert.Count > 0 && _toReassert.All(seen.Contains);
        var request = new ExchangeRequest
        {
            NodeId = Id,
            NodeName = _name,
            Sequence = _acknowledged + 1,
            BatchId = _newId(),
            AcknowledgedAt = _acknowledgedAt,
            Interval = plan.Interval,
            Lifetime = plan.Lifetime,
            IsReassertion = reasserted,
            IsLast = plan.IsLast,
            LooksForDoubt = plan.LooksForDoubt,
            Closings = [.. named.SelectMany(slice => slice.Closings(all: _toReassert.Contains(slice.BudgetId)))],
            Items = [.. named.Select(slice => slice.Send(plan.Reserved(slice), plan.IsLast ? default : plan.Ahead(slice), plan.IsLast ? default : plan.Needed(slice)))],

            // A need whose path does not fit beside the others waits for the next request.
            Needs = [.. plan.Needs.Where(need => need.Path.All(level => seen.Contains(level.BudgetId)))],
        };
        InFlight = request;
        return request;
    }

    /// <summary>Takes an answer.</summary>
    /// <returns>False where it does not answer the request in flight; then nothing has changed.</returns>
    internal bool Apply(ExchangeReply reply)
    {
        if (InFlight is not { } request || reply.BatchId != request.BatchId)
            return false;

        InFlight = null;
        if (reply.Outcome != ExchangeOutcome.Answered)
        {
            if (reply.IsCarriedOut)
                AcknowledgeSent(request);
            StartOver();
            return true;
        }

        _acknowledged = request.Sequence;
        _acknowledgedAt = reply.Now;
        var known = reply.Items.Where(item => item.IsKnown).Select(item => item.BudgetId).ToHashSet();
        foreach (var closing in request.Closings.Where(closing => known.Contains(closing.BudgetId)))
            Find(closing.BudgetId)?.Acknowledge(closing);
        foreach (var item in reply.Items)
            Find(item.BudgetId)?.Apply(item);
        _toReassert.ExceptWith(known); // A budget that the store has lost is reported again after it is opened again.
        if (reply.IsRewound && _toReassert.Count == 0)
            _toReassert.UnionWith(_slices.Keys);
        return true;
    }

    private void AcknowledgeSent(ExchangeRequest request)
    {
        foreach (var closing in request.Closings)
            Find(closing.BudgetId)?.Acknowledge(closing);
        foreach (var item in request.Items)
            Find(item.BudgetId)?.AcknowledgeSent();
    }

    // Another process has used the id, or the store has forgotten it: what this node held is no longer its own.
    private void StartOver()
    {
        Id = _newId();
        _acknowledged = 0;
        _acknowledgedAt = null;
        _toReassert.Clear();
        foreach (var slice in _slices.Values)
            slice.StartOver();
    }
}

/// <summary>What a node wants to tell and to ask for in one request.</summary>
internal sealed record ExchangePlan
{
    /// <summary>The budgets to name, those that changed first.</summary>
    internal required IEnumerable<Guid> BudgetIds { get; init; }

    /// <summary>What is reserved of a budget on this node.</summary>
    internal required Func<NodeSlice, LedgerAmount> Reserved { get; init; }

    /// <summary>What to have at hand of a budget beyond what is reserved.</summary>
    internal required Func<NodeSlice, LedgerAmount> Ahead { get; init; }

    /// <summary>What to keep beyond what is reserved, where the node holds it and no other node waits for it.</summary>
    internal Func<NodeSlice, LedgerAmount> Needed { get; init; } = static _ => LedgerAmount.Zero;

    internal IReadOnlyList<ExchangeNeed> Needs { get; init; } = [];

    internal TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    internal TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(30);

    internal bool LooksForDoubt { get; init; }

    internal bool IsLast { get; init; }
}
