using System.Numerics;

namespace BudgetEnforcement.Tests.Ledger.Model;

/// <content>What happens at the store.</content>
internal sealed partial class Fleet
{
    // The sums of the entries, by budget and term; and the budget and term in which each entry counts.
    private readonly Dictionary<(string Budget, long Term), BigInteger> _entries = [];
    private readonly Dictionary<(string Own, string Budget, string Key), (LedgerEntryKind Kind, long Term, decimal Amount)> _entryRows = [];

    private bool _isLearning;

    private string? Exchange(ExchangeRequest request, out ExchangeReply answer)
    {
        var before = All();
        answer = new ExchangeCommand(request).Run(_store);
        var after = All();
        foreach (var item in request.Items)
        {
            if (after.Budgets.Find(item.BudgetId) is not { } budget || after.Slices.Find(new(request.NodeId, item.BudgetId, budget.Term)) is not { } slice)
                continue;

            // A store that went back in time believes its nodes; any other store grants the amount by which a slice grows.
            if (_isLearning && slice.Held > LedgerAmount.Max(item.Keep, HeldBefore(before, slice)))
                return $"the slice of {budget.Name} grew to {slice.Held} while the ledger learns";
            var isGranted = _mode != FleetMode.Restored || slice.Held > item.Keep;
            if (isGranted && slice.Held > HeldBefore(before, slice) && LedgerTotals.Spent(budget.Costs, budget.Refunds).Plus(budget.Held) > budget.Limit)
                return $"the slice of {budget.Name} grew to {slice.Held} though {budget.Costs} − {budget.Refunds} + {budget.Held} > {budget.Limit}";
        }

        _isLearning |= answer.IsRewound && before.Nodes.Find(request.NodeId) is not { IsRewound: true };

        // No slice of another node has grown, except that a slice may have been carried into a new term.
        foreach (var slice in after.Slices.Where(slice => slice.NodeId != request.NodeId))
        {
            if (slice.Held > HeldBefore(before, slice))
                return $"the slice of another node grew to {slice.Held}";
        }

        return null;
    }

    private static LedgerAmount HeldBefore(LedgerRows before, LedgerSliceRow slice)
    {
        var old = before.Slices.Find(new(slice.NodeId, slice.BudgetId, slice.Term))
            ?? before.Slices.Find(new(slice.NodeId, slice.BudgetId, before.Budgets.Find(slice.BudgetId)!.Term));
        return old?.Held ?? LedgerAmount.Zero;
    }

    private void Advance(TimeSpan by)
    {
        _isLearning = false; // It has had its lifetime.
        _advance!(by);
    }

    private LedgerRows All() => _store.ReadOnce(() => new LedgerQuery
    {
        BudgetIds = [.. _ids.Values],
        NodeIds = [.. Everybody.Select(node => node.State.Id).Union(_owners.Keys)],
    });

    private LedgerNodeRow? Nodes(Guid id) => _store.Read(new LedgerQuery { Kinds = LedgerRowKinds.Nodes, NodeIds = [id] }).Nodes.SingleOrDefault();

    private void EndTerm()
    {
        var budget = Budget();
        if (_backup is not null && ++_termsSinceBackup[budget] > 2)
            return; // Nodes remember two terms.
        if (budget == "X" && _advance is not null)
            Advance(TimeSpan.FromHours(24));
        else
            new ResetCommand(budget + _suffix, Guid.NewGuid()).Run(_store);
    }

    private void Settle(FleetNode node, Dictionary<LedgerTermKey, decimal>? truth)
    {
        if (Nodes(node.State.Id) is not { State: not LedgerNodeState.Forgotten })
            return;
        node.IsBeyondCover = true;
        var request = SettleRequest.For(_store, node.State.Id, truth: null, charges: _random.Next(4) > 0);
        if (truth is not null)
            request = request with { Truth = truth, Slices = [.. request.Slices.Concat(truth.Keys).Distinct()] };
        else if (!request.Charges && _mode == FleetMode.Covered)
            request = request with { Charges = true }; // A release would be wrong, for the money may be spent.
        new SettleCommand(request).Run(_store);
        if (_random.Next(3) == 0)
            new SettleCommand(request).Run(_store);
    }

    /// <summary>What a node has spent beyond its last report, by term.</summary>
    private Dictionary<LedgerTermKey, decimal> TruthOf(FleetNode node, bool lie = false)
    {
        var rows = All();
        Dictionary<LedgerTermKey, decimal> truth = [];
        foreach (var ((budget, term), (costs, refunds)) in node.Truth)
        {
            // Under an id that it had before, a node may have reported some of it.
            var reported = rows.Slices.Where(slice => slice.BudgetId == _ids[budget] && slice.Term == term && _owners.GetValueOrDefault(slice.NodeId) == node);
            var beyond = reported.Aggregate(costs - refunds, (rest, slice) => rest - slice.Costs.ToBigInteger() + slice.Refunds.ToBigInteger())
                - ForgottenOf(node, budget, term);
            truth[new(_ids[budget], term)] = Decimal(beyond) - (lie ? _random.Next(9) : 0);
        }

        return truth;
    }

    private readonly Dictionary<Guid, FleetNode> _owners = [];
    private readonly Dictionary<(FleetNode Node, string Budget, long Term), BigInteger> _forgotten = [];

    private BigInteger ForgottenOf(FleetNode node, string budget, long term) => _forgotten.GetValueOrDefault((node, budget, term));

    /// <summary>Lets a day pass and forgets the nodes that hold nothing.</summary>
    private void Forget()
    {
        Advance(_random.Next(3) == 0 ? ForgetNodeCommand.LongAge : ForgetNodeCommand.Age + TimeSpan.FromHours(1));
        foreach (var command in ForgetNodeCommand.FindAll(_store))
        {
            var id = command.Scope.NodeId!.Value;
            _network.RemoveAll(message => message.Request?.NodeId == id && Nodes(id) is { State: LedgerNodeState.Forgotten }); // No message is late by a month.
            var owner = _owners[id];
            foreach (var slice in All().Slices.Where(slice => slice.NodeId == id))
            {
                var key = (owner, _ids.Single(it => it.Value == slice.BudgetId).Key, slice.Term);
                var guess = slice.GuessedCosts.ToBigInteger() - slice.GuessedRefunds.ToBigInteger();
                _forgotten[key] = _forgotten.GetValueOrDefault(key) + slice.Costs.ToBigInteger() - slice.Refunds.ToBigInteger() + guess;

                // A guess that was not corrected for this long counts as the truth from then on.
                var truth = owner.Truth.GetValueOrDefault((key.Key, slice.Term));
                owner.Truth[(key.Key, slice.Term)] = (truth.Costs + guess, truth.Refunds);
            }

            command.Run(_store).IsForgotten.Should().BeTrue();

            // A dead node takes what it had not told with it. That can only be refunds, since it held nothing.
            if (_dead.Contains(owner))
                Bury(owner);
        }
    }

    private void Bury(FleetNode node)
    {
        node.Reservations.Clear();
        foreach (var (budget, term) in node.Truth.Keys)
        {
            var reported = All().Slices.Where(slice => slice.BudgetId == _ids[budget] && slice.Term == term && _owners.GetValueOrDefault(slice.NodeId) == node)
                .Aggregate(BigInteger.Zero, (sum, slice) => sum + slice.Costs.ToBigInteger() - slice.Refunds.ToBigInteger());
            node.Truth[(budget, term)] = (reported + ForgottenOf(node, budget, term), 0);
        }
    }

    private void ChangeLimit()
    {
        var budget = Budget();
        var limit = All().Budgets.Find(_ids[budget])!.Limit.ToDecimal();
        if (_random.Next(2) == 0)
            new LimitCommand(budget + _suffix, Math.Max(-limit, _random.Next(-30, 31)), isRelative: true, Guid.NewGuid()).Run(_store);
        else
            new LimitCommand(budget + _suffix, _random.Next(0, 80), isRelative: false, Guid.NewGuid()).Run(_store);
    }

    private void PutEntry()
    {
        var own = Budget();
        var kind = (LedgerEntryKind)_random.Next((int)LedgerEntryKind.Cost, (int)LedgerEntryKind.Adjustment + 1);
        var key = kind.ToString() + _random.Next(5);
        var amount = kind == LedgerEntryKind.Adjustment ? _random.Next(-10, 20) : _random.Next(1, 20);
        EntryReply reply;
        try
        {
            reply = new EntryCommand(new EntryRequest { BudgetName = own + _suffix, Key = key, Kind = kind, Amount = amount }).Run(_store);
        }
        catch (BudgetLedgerException)
        {
            return; // In conflict, or below zero: the check that follows sees whether anything changed.
        }

        if (!reply.IsNew)
            return;
        var budgets = All().Budgets;
        foreach (var budget in PathOf(own))
        {
            var existing = _entryRows.GetValueOrDefault((own, budget, key), (kind, budgets.Find(_ids[budget])!.Term, 0m));
            var (was, signed) = (existing.Item3, kind == LedgerEntryKind.Refund ? -amount : amount);
            _entryRows[(own, budget, key)] = (kind, existing.Item2, signed);
            _entries[(budget, existing.Item2)] = _entries.GetValueOrDefault((budget, existing.Item2)) + ((BigInteger)(signed - was) * BigInteger.Pow(10, 28));
        }
    }
}
