using System.Numerics;

namespace BudgetEnforcement.Tests.Ledger.Model;

/// <summary>A node of the model: the real state of a node, with reservations, and the truth of what it has spent.</summary>
internal sealed class FleetNode(string name)
{
    private readonly Dictionary<string, NodeSlice> _slices = [];

    internal string Name { get; } = name;

    internal LedgerNode State { get; private set; } = new(name);

    /// <summary>Each reservation counts on the whole path of its leaf.</summary>
    internal List<(string Leaf, LedgerAmount Amount)> Reservations { get; } = [];

    /// <summary>What was really spent, by budget and term: costs and refunds in units.</summary>
    internal Dictionary<(string Budget, long Term), (BigInteger Costs, BigInteger Refunds)> Truth { get; } = [];

    /// <summary>Whether something happened that no slice can cover: a cost without a reservation, a settling, a new id.</summary>
    internal bool IsBeyondCover { get; set; }

    /// <summary>The claim of the caller that waits on this node, and the leaf of its path.</summary>
    internal (Guid Id, string Leaf, LedgerAmount Amount, DateTimeOffset? Since)? Waiter { get; set; }

    internal bool HasEnded { get; set; }

    internal void Open(string budget, LedgerBudgetRow row)
    {
        var slice = new NodeSlice(row);
        _slices.Add(budget, slice);
        State.Add(slice);
    }

    internal NodeSlice Slice(string budget) => _slices[budget];

    internal LedgerAmount Reserved(string budget) => Reservations.Where(it => Fleet.PathOf(it.Leaf).Contains(budget))
        .Aggregate(LedgerAmount.Zero, (sum, it) => sum.Plus(it.Amount));

    internal LedgerAmount Reserved(NodeSlice slice) => Reserved(_slices.Single(it => it.Value == slice).Key);

    internal bool TryReserve(string leaf, LedgerAmount amount)
    {
        if (HasEnded || Fleet.PathOf(leaf).Any(budget => Reserved(budget).Plus(amount) > Slice(budget).Held))
            return false;
        Reservations.Add((leaf, amount));
        return true;
    }

    internal void Record(string leaf, LedgerAmount cost)
    {
        foreach (var budget in Fleet.PathOf(leaf))
        {
            Note(budget, cost.ToBigInteger(), 0);
            Slice(budget).Record(cost);
        }
    }

    internal void TryRefund(string leaf, LedgerAmount amount)
    {
        if (Fleet.PathOf(leaf).Any(budget => Slice(budget).Refunds.Plus(amount) > Slice(budget).Costs))
            return;
        foreach (var budget in Fleet.PathOf(leaf))
        {
            Note(budget, 0, amount.ToBigInteger());
            Slice(budget).TryRefund(amount).Should().BeTrue();
        }
    }

    internal ExchangeRequest Send(Random random, bool isLast = false) => State.Send(new ExchangePlan
    {
        BudgetIds = random.Next(4) == 0 && !isLast ? _slices.Values.Where(_ => random.Next(3) > 0).Select(slice => slice.BudgetId) : _slices.Values.Select(slice => slice.BudgetId),
        Reserved = Reserved,
        Ahead = _ => isLast || random.Next(3) == 0 ? LedgerAmount.Zero : LedgerAmount.FromDecimal(random.Next(13)),
        Needs = Waiter is { } waiter && !isLast ? [Need(waiter)] : [],
        LooksForDoubt = random.Next(8) == 0,
        IsLast = isLast,
    });

    internal void Apply(ExchangeReply reply)
    {
        var id = State.Id;
        if (!State.Apply(reply))
            return;
        if (State.Id != id)
            IsBeyondCover = true;
        if (Waiter is not { } waiter || reply.Needs.SingleOrDefault(need => need.Id == waiter.Id) is not { } need)
            return;
        Waiter = waiter with { Since = need.Since };
        if (TryReserve(waiter.Leaf, waiter.Amount))
            Waiter = null;
    }

    private ExchangeNeed Need((Guid Id, string Leaf, LedgerAmount Amount, DateTimeOffset? Since) waiter) => new()
    {
        Id = waiter.Id,
        IsClaim = true,
        Since = waiter.Since,
        Path = [.. Fleet.PathOf(waiter.Leaf).Select(budget => new ExchangeNeedLevel(Slice(budget).BudgetId, Reserved(budget).Plus(waiter.Amount)))],
    };

    private void Note(string budget, BigInteger costs, BigInteger refunds)
    {
        var key = (budget, Slice(budget).Term);
        var before = Truth.GetValueOrDefault(key);
        Truth[key] = (before.Costs + costs, before.Refunds + refunds);
    }
}
