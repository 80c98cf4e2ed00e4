using System.Numerics;

namespace BudgetEnforcement.Tests.Ledger.Model;

/// <summary>
/// Nodes that share a tree of three budgets over a network that loses, repeats and delays, driven by one seed. The nodes and the rules are
/// the real ones; after every step the fleet checks that they keep the promises of the ledger.
/// </summary>
internal sealed partial class Fleet : IDisposable
{
    private static readonly string[] Budgets = ["P", "X", "Y"];
    private static readonly Dictionary<string, decimal> Limits = new() { ["P"] = 60m, ["X"] = 40m, ["Y"] = 35m };

    private readonly ReadOnceStore _store;
    private readonly FleetMode _mode;
    private readonly Random _random;
    private readonly Action<TimeSpan>? _advance;
    private readonly string _suffix;
    private readonly Dictionary<string, Guid> _ids = [];
    private readonly List<FleetNode> _living = [];
    private readonly List<FleetNode> _dead = [];
    private readonly List<(ExchangeRequest? Request, ExchangeReply? Reply, FleetNode Node)> _network = [];
    private readonly Dictionary<string, int> _termsSinceBackup = new() { ["P"] = 0, ["X"] = 0, ["Y"] = 0 };
    private InMemoryBudgetStore? _backup;
    private int _backupAt;
    private int _step;
    private int _named;

    /// <param name="store">An opened store.</param>
    /// <param name="mode">What may happen.</param>
    /// <param name="seed">What decides everything that happens.</param>
    /// <param name="advance">Moves the store's clock; null where it cannot be moved.</param>
    /// <param name="suffix">Tells the budgets of this fleet from those of others in one store.</param>
    internal Fleet(IBudgetStore store, FleetMode mode, int seed, Action<TimeSpan>? advance, string suffix = "")
    {
        _store = new ReadOnceStore(store);
        _mode = mode;
        _random = new Random(seed);
        _advance = advance;
        _suffix = suffix;
        foreach (var budget in Budgets)
        {
            _ids.Add(budget, new OpenBudgetCommand(new BudgetDefinition
            {
                Name = budget + suffix,
                Limit = Limits[budget],
                ParentIds = budget == "P" ? [] : [_ids["P"]],
                Period = budget == "X" && advance is not null ? BudgetPeriod.Daily : BudgetPeriod.None,
            }).Run(_store).Budget.Id);
        }

        for (var i = 0; i < 3; i++)
            StartNode();
    }

    public void Dispose()
    {
        _store.Dispose();
        _backup?.Dispose();
    }

    internal static IReadOnlyList<string> PathOf(string leaf) => leaf == "P" ? ["P"] : [leaf, "P"];

    /// <summary>Lets it live for some steps, ends everything in an orderly way, and compares what the ledger says with the truth.</summary>
    /// <returns>What is wrong; null where nothing is.</returns>
    internal string? Run(int steps)
    {
        _backupAt = _mode == FleetMode.Restored ? _random.Next(steps / 4, steps / 2) : -1;
        var restoreAt = _backupAt + _random.Next(1, Math.Max(2, steps / 4));
        for (_step = 0; _step < steps; _step++)
        {
            if (_step == _backupAt)
                _backup = ((InMemoryBudgetStore)_store.Inner).Copy();
            if (_mode == FleetMode.Restored && _step == restoreAt)
            {
                ((InMemoryBudgetStore)_store.Inner).Restore(_backup!);
                _store.Forget();
            }

            if ((Step() ?? Check()) is { } fault)
                return $"step {_step}: {fault}";
        }

        return End() is { } wrong ? "at the end: " + wrong : null;
    }

    private string? Step()
    {
        var node = _living.Count == 0 ? null : _living[_random.Next(_living.Count)];
        switch (_random.Next(1000))
        {
            case < 10 when _living.Count < 4:
            case var _ when node is null:
                StartNode();
                return null;
            case < 200:
                node.TryReserve(Budget(), Amount(9));
                return null;
            case < 340 when node.Reservations.Count > 0:
                Commit(node);
                return null;
            case < 360 when _dead.Find(dead => dead is { HasEnded: true, Reservations.Count: > 0 }) is { } ended:
                Commit(ended); // It commits a reservation that was still open when it ended.
                return null;
            case < 400:
                node.TryRefund(Budget(), Amount(5));
                return null;
            case < 430:
                node.Waiter = node.Waiter is null ? (Guid.NewGuid(), Budget(), Amount(30), null) : null;
                return null;
            case < 580:
                _network.Add((node.Send(_random), null, node));
                return null;
            case < 905 when _network.Count > 0:
                return Deliver();
            case < 915 when _living.Count > 1 && _mode != FleetMode.Restored:
                Crash(node);
                return null;
            case < 930:
            case < 950 when _mode == FleetMode.Restored:
                EndTerm();
                return null;
            case < 940 when _mode != FleetMode.Restored:
                Settle(Anybody(), truth: null);
                return null;
            case < 950 when _mode != FleetMode.Restored && _advance is not null:
                Forget();
                return null;
            case < 955:
                Dispose(node);
                return null;
            case < 975 when _mode == FleetMode.Rough:
                Record(node, Budget(), Amount(30));
                return null;
            case < 985 when _mode == FleetMode.Rough:
                ChangeLimit();
                return null;
            case < 995 when _mode == FleetMode.Rough:
                PutEntry();
                return null;
            case >= 995 when _mode == FleetMode.Rough:
                var lost = Anybody();
                Settle(lost, TruthOf(lost, lie: true));
                return null;
            default:
                return null;
        }
    }

    private string Budget() => Budgets[_random.Next(Budgets.Length)];

    private FleetNode Anybody() => _random.Next(_living.Count + _dead.Count) is var i && i < _living.Count ? _living[i] : _dead[i - _living.Count];

    // Amounts that differ in their twentieth decimal, so that the checks see everything that is lost or counted twice.
    private LedgerAmount Amount(int most) => LedgerAmount.FromDecimal(_random.Next(1, most + 1) + (_random.Next(1000) * 0.00000000000000000001m));

    private void StartNode()
    {
        var node = new FleetNode("n" + ++_named);
        var rows = _store.Read(new LedgerQuery { Kinds = LedgerRowKinds.Budgets, BudgetIds = [.. _ids.Values] });
        foreach (var budget in Budgets.Where(budget => rows.Budgets.Find(_ids[budget]) is not null))
            node.Open(budget, rows.Budgets.Find(_ids[budget])!);
        _living.Add(node);
    }

    private void Commit(FleetNode node)
    {
        var i = _random.Next(node.Reservations.Count);
        var (leaf, amount) = node.Reservations[i];
        node.Reservations.RemoveAt(i);
        node.Record(leaf, LedgerAmount.Min(amount, Amount(9)));
    }

    private static void Record(FleetNode node, string leaf, LedgerAmount amount)
    {
        node.Record(leaf, amount);
        node.IsBeyondCover = true;
    }

    private string? Deliver()
    {
        var i = _random.Next(_network.Count);
        var (request, reply, node) = _network[i];
        if (_random.NextDouble() > 0.15)
            _network.RemoveAt(i); // Else it comes again.
        if (_random.NextDouble() < 0.1)
            return null; // Lost.
        if (request is not null)
        {
            var fault = Exchange(request, out var answer);
            _network.Add((null, answer, node));
            return fault;
        }

        if (_living.Contains(node))
            node.Apply(reply!);
        return null;
    }

    private void Crash(FleetNode node)
    {
        _living.Remove(node);
        _dead.Add(node);
    }

    private void Dispose(FleetNode node)
    {
        // A node that still has a request in flight goes on with it.
        if (node.State.InFlight is not null || _living.Count == 1 || _mode == FleetMode.Restored)
            return;
        node.HasEnded = true;
        node.Waiter = null;
        _network.Add((node.Send(_random, isLast: true), null, node));
        Crash(node);
    }

    private static decimal Decimal(BigInteger units) => units < 0 ? -LedgerAmount.FromBigInteger(-units).ToDecimal() : LedgerAmount.FromBigInteger(units).ToDecimal();
}
