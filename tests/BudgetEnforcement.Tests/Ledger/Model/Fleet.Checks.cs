using System.Numerics;

namespace BudgetEnforcement.Tests.Ledger.Model;

/// <content>What must hold after every step, and at the end.</content>
internal sealed partial class Fleet
{
    private readonly HashSet<Guid> _known = [];

    private IEnumerable<FleetNode> Everybody => _living.Concat(_dead);

    private BigInteger Truth(string budget, long term) => Everybody.Select(node => node.Truth.GetValueOrDefault((budget, term)))
        .Aggregate(_entries.GetValueOrDefault((budget, term)), (sum, own) => sum + own.Costs - own.Refunds);

    private string? Check()
    {
        foreach (var node in Everybody)
            _owners.TryAdd(node.State.Id, node);
        var rows = All();
        _known.UnionWith(rows.Nodes.Select(row => row.Id));
        if (LedgerCheck.Find(rows) is { Count: > 0 } faults)
            return string.Join(" ", faults);
        return _mode == FleetMode.Covered ? CheckCover(rows) : null;
    }

    private string? CheckCover(LedgerRows rows)
    {
        var isCovered = !Everybody.Any(node => node.IsBeyondCover);
        foreach (var (budget, term, limit, totals) in TotalsOf(rows))
        {
            var truth = Truth(budget, term);
            var spent = LedgerTotals.Spent(totals.Costs, totals.Refunds).ToBigInteger();
            var held = totals.Held.ToBigInteger();
            if (isCovered && spent + held < truth)
                return $"{budget}/{term}: spent {spent} + held {held} is below the truth {truth}";
            if (isCovered && spent + held > limit.ToBigInteger())
                return $"{budget}/{term}: spent {spent} + held {held} is above the limit";
            if (isCovered && truth > limit.ToBigInteger())
                return $"{budget}/{term}: the truth {truth} is above the limit";
        }

        // A node that was forgotten hears of it with its next exchange.
        foreach (var node in _living.Where(node => !node.IsBeyondCover && (rows.Nodes.Find(node.State.Id) is { State: not LedgerNodeState.Forgotten } || !_known.Contains(node.State.Id))))
        {
            foreach (var budget in Budgets)
            {
                var slice = node.Slice(budget);
                if (node.Reserved(budget) > slice.Held)
                    return $"{node.Name}: {node.Reserved(budget)} of {budget} is reserved and {slice.Held} held";
                var stored = rows.Slices.Find(new(node.State.Id, _ids[budget], slice.Term));
                var reported = stored?.Costs ?? LedgerAmount.Zero;
                if (slice.Held.Plus(slice.Costs.Less(reported)) > (stored?.Held ?? LedgerAmount.Zero))
                    return $"{node.Name}: holds {slice.Held} of {budget} and has not reported {slice.Costs.Less(reported)}, and the store has {stored?.Held} for it";
            }
        }

        return null;
    }

    private IEnumerable<(string Budget, long Term, LedgerAmount Limit, LedgerTotals Totals)> TotalsOf(LedgerRows rows)
    {
        foreach (var (name, id) in _ids)
        {
            var budget = rows.Budgets.Find(id)!;
            yield return (name, budget.Term, budget.Limit, new LedgerTotals(budget.Costs, budget.Refunds, budget.Held));
            foreach (var term in rows.Terms.Where(term => term.BudgetId == id))
                yield return (name, term.Term, term.Limit, new LedgerTotals(term.Costs, term.Refunds, term.Held));
        }
    }

    private string? End()
    {
        if (Flush() is { } fault)
            return fault;
        foreach (var node in _dead)
        {
            if (Nodes(node.State.Id) is null)
                new ExchangeCommand(new LedgerNode(node.Name).Send(new ExchangePlan { BudgetIds = [], Reserved = _ => default, Ahead = _ => default }) with { NodeId = node.State.Id })
                    .Run(_store); // It died before the store heard of it.
            _owners.TryAdd(node.State.Id, node);
            if (Nodes(node.State.Id) is { State: LedgerNodeState.Forgotten })
                Bury(node);
            else
                Settle(node, TruthOf(node));
        }

        if (Check() is { } wrong)
            return wrong;
        foreach (var (budget, term, _, totals) in TotalsOf(All()))
        {
            var truth = Truth(budget, term);
            if (totals.Costs.ToBigInteger() - totals.Refunds.ToBigInteger() != truth)
                return $"{budget}/{term}: {totals.Costs} − {totals.Refunds} is recorded and {Decimal(truth)} the truth";
        }

        return Everybody.SelectMany(node => node.Truth.Keys).Except(TotalsOf(All()).Select(row => (row.Budget, row.Term))).Any(key => Truth(key.Budget, key.Term) != 0)
            ? "something was spent in a term that is not there"
            : null;
    }

    private string? Flush()
    {
        foreach (var node in _living)
            node.Waiter = null;
        for (var i = 0; i < 12; i++)
        {
            foreach (var node in _living)
            {
                if (Exchange(node.Send(_random), out var answer) is { } fault)
                    return fault;
                node.Apply(answer);
            }
        }

        return null;
    }
}
