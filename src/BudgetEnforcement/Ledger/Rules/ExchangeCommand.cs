namespace BudgetEnforcement;

/// <summary>Carries out the request of a node: its reports first, then what it needs and would like, then the answer.</summary>
internal sealed partial class ExchangeCommand(ExchangeRequest request) : LedgerCommand<ExchangeReply>(ScopeOf(request))
{
    /// <summary>
    /// The number of lifetimes that must pass before a node may extend the learning of a ledger again, so that a faulty one cannot freeze the others.
    /// </summary>
    private const int LifetimesBetweenLearning = 10;

    /// <summary>The number of intervals after which a claim that is not repeated ends.</summary>
    private const int IntervalsOfClaim = 3;

    private readonly HashSet<Guid> _foundDoubt = [];

    private protected override ExchangeReply Execute(LedgerBooks books)
    {
        _foundDoubt.Clear();
        var node = books.Rows.Nodes.Find(request.NodeId);
        if (node is { State: LedgerNodeState.Forgotten } || (node is null && request.Sequence > 1 && request.AcknowledgedAt <= books.Rows.Ledger.ForgottenUntil))
            return Refuse(books, ExchangeOutcome.Expired) with { IsCarriedOut = node?.BatchId == request.BatchId };
        if (node is not null && node.BatchId == request.BatchId)
        {
            books.Rows.Nodes.Put(node with { LastSeenAt = books.Now });
            return Answer(books);
        }

        if (node is not null && request.Sequence <= node.Sequence)
            return Refuse(books, ExchangeOutcome.Fenced);

        Arrive(books, node);
        foreach (var closing in request.Closings)
            AdoptTerm(books, closing.BudgetId, closing.Term);
        foreach (var item in request.Items)
            Adopt(books, item);
        foreach (var closing in request.Closings.Where(closing => books.Find(closing.BudgetId) is not null))
            Report(books, closing.BudgetId, closing.Term, closing.Costs, closing.Refunds, keep: default);

        var items = request.Items.Where(item => books.Find(item.BudgetId) is not null).ToList();
        foreach (var item in items)
            Report(books, item);
        UpdateClaims(books, items);
        if (!IsGrantless(books))
        {
            foreach (var need in request.Needs)
                GrantNeed(books, need);
            foreach (var item in items)
                GrantAhead(books, item);
        }

        if (request.LooksForDoubt)
            LookForDoubt(books, items);
        foreach (var item in items)
            AcknowledgeRise(books, item.BudgetId);
        Leave(books);
        return Answer(books);
    }

    private static LedgerScope ScopeOf(ExchangeRequest request) => new()
    {
        NodeId = request.NodeId,
        BudgetIds = [.. request.Items.Select(item => item.BudgetId)
            .Concat(request.Closings.Select(closing => closing.BudgetId))
            .Concat(request.Needs.SelectMany(need => need.Path).Select(level => level.BudgetId))
            .Distinct()],
        Terms = [.. request.Items.Select(item => new LedgerTermKey(item.BudgetId, item.Term))
            .Concat(request.Closings.Select(closing => new LedgerTermKey(closing.BudgetId, closing.Term)))
            .Distinct()],
        AllSlices = request.LooksForDoubt,
    };

    private bool IsGrantless(LedgerBooks books) => IsLearning(books) || books.Rows.Nodes.Find(request.NodeId)!.IsRewound;

    private static bool IsLearning(LedgerBooks books) => books.Rows.Ledger.LearningUntil > books.Now;

    /// <summary>
    /// Notes the request. A gap in the numbers of a node, also of one that the store does not know, shows that the store went back in time.
    /// </summary>
    private void Arrive(LedgerBooks books, LedgerNodeRow? known)
    {
        var node = known ?? new LedgerNodeRow { Id = request.NodeId, Name = request.NodeName, FirstSeenAt = books.Now, LastSeenAt = books.Now };
        var isRewound = node.IsRewound;
        if (request.Sequence != node.Sequence + 1)
        {
            isRewound = true;
            if (node.LearningSince is not { } since || since + (LifetimesBetweenLearning * request.Lifetime) <= books.Now)
            {
                node = node with { LearningSince = books.Now };
                var until = books.Now + Microseconds(request.Lifetime);
                if (!(books.Rows.Ledger.LearningUntil >= until))
                    books.Rows.Ledger = books.Rows.Ledger with { LearningUntil = until };
            }
        }

        books.Rows.Nodes.Put(node with
        {
            Name = request.NodeName,
            State = LedgerNodeState.Open,
            Sequence = request.Sequence,
            BatchId = request.BatchId,
            LastSeenAt = books.Now,
            IsRewound = isRewound && !request.IsReassertion,
        });
    }

    /// <summary>Learns from the node what a store that went back in time has forgotten, then ends the term if it is due.</summary>
    private static void Adopt(LedgerBooks books, ExchangeItem item)
    {
        if (books.Find(item.BudgetId) is not { } budget)
            return;
        if (item.LimitVersion > budget.LimitVersion)
            books.Rows.Budgets.Put(budget with { Limit = item.Limit, LimitVersion = item.LimitVersion });
        AdoptTerm(books, item.BudgetId, item.Term);
        books.StartDueTerm(item.BudgetId);
    }

    private static void AdoptTerm(LedgerBooks books, Guid budgetId, long term)
    {
        if (books.Find(budgetId) is { } budget && budget.Term < term)
            books.StartTermNow(budgetId, term);
    }

    /// <summary>Replaces the former report of a node by what it has spent and keeps now.</summary>
    private LedgerSliceRow Report(LedgerBooks books, Guid budgetId, long term, LedgerAmount costs, LedgerAmount refunds, LedgerAmount keep)
    {
        var slice = books.SliceOf(request.NodeId, budgetId, term);
        var reported = slice with
        {
            // Both only ever rise, so a report that says less is not from this node.
            Costs = LedgerAmount.Max(costs, slice.Costs),
            Refunds = LedgerAmount.Max(refunds, slice.Refunds),
            GuessedCosts = default,
            GuessedRefunds = default,
            IsOffered = true,
        };
        if (slice.IsRevoked)
        {
            // Another node may hold by now what this one held. This one keeps what there is room for.
            books.Put(reported with { Held = default, IsRevoked = false });
            keep = LedgerAmount.Min(keep, books.Room(budgetId, term));
        }

        reported = reported with { Held = keep, IsRevoked = false };
        books.Put(reported);
        return reported;
    }

    private void Report(LedgerBooks books, ExchangeItem item)
    {
        var kept = Report(books, item.BudgetId, item.Term, item.Costs, item.Refunds, item.Keep).Held;
        var current = books.Budget(item.BudgetId).Term;

        // A node is in one term: it holds nothing in those that it has left, nor in those that it never saw.
        foreach (var slice in books.SlicesOf(item.BudgetId, request.NodeId).Where(slice => slice.Term != item.Term && slice.Term != current))
            books.Put(slice with { Held = default, GuessedCosts = default, GuessedRefunds = default });
        if (item.Term == current)
            return;

        // The holding was carried into the present term, so the node gives it back there too.
        var carried = books.SliceOf(request.NodeId, item.BudgetId, current);
        books.Put(carried with { Held = LedgerAmount.Min(carried.Held, kept) });
    }

    private void AcknowledgeRise(LedgerBooks books, Guid budgetId)
    {
        var (from, to) = LedgerMarks.AcknowledgeRise(books, budgetId);
        books.Put(books.SliceOf(request.NodeId, budgetId, books.Budget(budgetId).Term) with { RiseFrom = from, RiseTo = to });
    }

    private void LookForDoubt(LedgerBooks books, List<ExchangeItem> items)
    {
        foreach (var item in items)
        {
            var budget = books.Budget(item.BudgetId);
            var inDoubt = books.SlicesOf(item.BudgetId).Where(slice => slice.Term == budget.Term && IsInDoubt(books, slice.NodeId))
                .Aggregate(LedgerAmount.Zero, (sum, slice) => sum.Plus(slice.Held));
            if (inDoubt > budget.InDoubt)
                _foundDoubt.Add(item.BudgetId);
            if (inDoubt != budget.InDoubt)
                books.Rows.Budgets.Put(budget with { InDoubt = inDoubt });
        }
    }

    private bool IsInDoubt(LedgerBooks books, Guid nodeId) =>
        books.Rows.Nodes.Find(nodeId) is not { } node || LedgerDoubt.IsInDoubt(node, books.Now, request.Lifetime);

    private void Leave(LedgerBooks books)
    {
        if (!request.IsLast)
            return;
        var holds = books.Rows.Slices.Any(slice => slice.NodeId == request.NodeId && !slice.Held.IsZero);
        var node = books.Rows.Nodes.Find(request.NodeId)!;
        books.Rows.Nodes.Put(node with { State = holds ? LedgerNodeState.Abandoned : LedgerNodeState.Closed });
    }

    // Stores keep whole microseconds.
    private static TimeSpan Microseconds(TimeSpan time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond));
}
