using System.Numerics;

namespace BudgetEnforcement.Tests.Ledger.Simulation;

/// <summary>
/// A fleet of processes on one ledger, in virtual time and on one thread: the real client, the real rules and the store in memory, with a network
/// that loses, repeats and reorders, processes that crash, and a store that is slow, cut off or restored. A seed decides everything.
/// </summary>
internal sealed partial class FleetSimulation : IDisposable
{
    private static readonly (string Name, string? Parent, decimal Limit, BudgetPeriod Period)[] Budgets =
    [
        ("organisation", null, 80_000m, BudgetPeriod.None),
        ("team", "organisation", 56_000m, BudgetPeriod.None),
        ("daily", "organisation", 18_000m, BudgetPeriod.Daily),
    ];

    private readonly PriorityQueue<Action, (long At, long Order)> _events = new();
    private readonly Queue<IThreadPoolWorkItem> _workItems = new();
    private readonly List<SimulatedNode> _living = [];
    private readonly List<SimulatedNode> _dead = [];
    private readonly ManualClock _storeClock = new(new DateTimeOffset(2026, 3, 28, 23, 59, 40, TimeSpan.Zero));
    private readonly SimulationPlan _plan;
    private readonly Random _ids;
    private readonly InMemoryBudgetStore _store;
    private long _now;
    private long _order;
    private int _nodesMade;

    internal FleetSimulation(int seed, SimulationPlan plan)
    {
        Random = new Random(seed);
        _ids = new Random(seed);
        _plan = plan;
        _store = new InMemoryBudgetStore(_storeClock);
        ((IBudgetStore)_store).Open(SchemaSetUp.Create);
    }

    internal Random Random { get; }

    internal int Operations { get; private set; }

    internal int Refusals { get; private set; }

    internal int Served { get; private set; }

    internal int Exchanges { get; private set; }

    internal int Crashes { get; private set; }

    internal IBudgetStore Store => _store;

    /// <summary>Whether the network and the store do nothing odd any more, so that every node can end its work.</summary>
    internal bool IsQuiet { get; private set; }

    public void Dispose() => _store.Dispose();

    /// <summary>Lets the fleet work, heals it, lets it come to an end, and compares the books with the truth.</summary>
    internal void Run()
    {
        TakenWorkItems.By(_workItems.Enqueue);
        try
        {
            for (var i = 0; i < _plan.Nodes; i++)
                StartNode();
            ScheduleMischief();
            RunUntil(() => Operations >= _plan.Operations);
            IsQuiet = true;
            Drain();
        }
        finally
        {
            TakenWorkItems.By(null);
        }
    }

    internal void After(TimeSpan delay, Action action) => _events.Enqueue(action, (_now + Math.Max(delay.Ticks, 0), ++_order));

    internal TimeSpan UpTo(double milliseconds) => TimeSpan.FromMilliseconds(Random.NextDouble() * milliseconds);

    internal void CountOperation() => Operations++;

    internal void CountRefusal() => Refusals++;

    internal void CountServed() => Served++;

    /// <returns>Whether there were any.</returns>
    private bool RunWorkItems()
    {
        if (_workItems.Count == 0)
            return false;
        while (_workItems.TryDequeue(out var item))
            item.Execute();
        return true;
    }

    private void RunUntil(Func<bool> isOver)
    {
        var steps = 0;
        while (!isOver() && _events.TryDequeue(out var action, out var when))
        {
            var passed = TimeSpan.FromTicks(when.At - _now);
            _now = when.At;
            if (passed > TimeSpan.Zero)
            {
                _storeClock.Advance(passed);
                foreach (var node in _living)
                    node.Clock.Advance(passed);
            }

            action();
            if (RunWorkItems())
                _living.ForEach(static node => node.TakeOutcomes());
            CheckNode(_living[++steps % _living.Count]);
            if (steps % _plan.StepsBetweenChecks == 0)
                Check();
        }
    }

    private SimulatedNode StartNode()
    {
        // Clocks of machines differ, by a day or more.
        var clock = new ManualClock(_storeClock.GetUtcNow() + TimeSpan.FromHours(Random.Next(-30, 31)));
        var node = new SimulatedNode(this, FormattableString.Invariant($"node {++_nodesMade}"), clock);
        foreach (var (name, parent, limit, period) in Budgets)
            node.Open(new BudgetOptions { Name = name, Limit = limit, Period = period, MaxWaiters = 1_000 }, parent);
        _living.Add(node);
        node.Start();
        return node;
    }

    private void ScheduleMischief()
    {
        Every(_plan.Crash, () =>
        {
            if (_living.Count <= _plan.Nodes / 2)
                return;
            var node = _living[Random.Next(_living.Count)];
            _living.Remove(node);
            _dead.Add(node);
            node.Die();
            Crashes++;
            After(UpTo(3_000), () => StartNode());
        });
        Every(_plan.Partition, () => _living[Random.Next(_living.Count)].CutOffFor(UpTo(4_000)));
        Every(_plan.SlowStore, () => SlowUntil = _now + UpTo(2_000).Ticks);
        Every(_plan.Reset, () => new ResetCommand("team", Guid.NewGuid()).Run(_store));
        Every(_plan.Settle, () =>
        {
            // Only a node that is surely dead is settled, with the amounts that it really spent.
            if (_dead.Count > 0)
                Settle(_dead[Random.Next(_dead.Count)]);
        });
        Every(_plan.TopUp, () => new LimitCommand(Budgets[Random.Next(Budgets.Length)].Name, Random.Next(1, 60), isRelative: true, Guid.NewGuid()).Run(_store));
        if (_plan.Restore is { } restore)
        {
            After(restore, () =>
            {
                var backup = _store.Copy();
                After(UpTo(5_000), () =>
                {
                    _store.Restore(backup);
                    backup.Dispose();
                    IsRestored = true;
                });
            });
        }
    }

    internal long SlowUntil { get; private set; }

    internal bool IsStoreSlow => _now < SlowUntil;

    /// <summary>Whether the store went back in time, so that what it knows may be less than the truth until it has learnt.</summary>
    internal bool IsRestored { get; private set; }

    private void Every(TimeSpan? mean, Action action)
    {
        if (mean is not { } time)
            return;
        After(UpTo(2 * time.TotalMilliseconds), () =>
        {
            if (IsQuiet)
                return;
            action();
            Every(mean, action);
        });
    }

    internal ExchangeReply Exchange(ExchangeRequest request)
    {
        Exchanges++;
        return new ExchangeCommand(request).Run(_store);
    }

    internal OpenBudgetReply Open(BudgetDefinition definition) => new OpenBudgetCommand(definition with { Id = NewId() }).Run(_store);

    /// <summary>An id that the seed decides, for claims of the same age are served by their ids.</summary>
    internal Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _ids.NextBytes(bytes);
        return new Guid(bytes);
    }

    /// <summary>What all nodes have spent of a budget in a term, in units.</summary>
    private BigInteger TruthOf(string budget, long term) => _living.Concat(_dead).Aggregate(BigInteger.Zero, (sum, node) => sum + node.TruthOf(budget, term));
}

/// <summary>What happens to a fleet, and how often on the average; null for never.</summary>
internal sealed record SimulationPlan
{
    internal required int Nodes { get; init; }

    internal required int Operations { get; init; }

    internal int StepsBetweenChecks { get; init; } = 997;

    /// <summary>The portion of messages that are lost, and of those that are repeated.</summary>
    internal double Loss { get; init; }

    internal TimeSpan? Crash { get; init; }

    internal TimeSpan? Partition { get; init; }

    internal TimeSpan? SlowStore { get; init; }

    internal TimeSpan? Reset { get; init; }

    internal TimeSpan? Settle { get; init; }

    internal TimeSpan? TopUp { get; init; }

    /// <summary>When a backup is taken, to which the store goes back some seconds later; null for never.</summary>
    internal TimeSpan? Restore { get; init; }

    /// <summary>Whether costs are recorded that no reservation covers.</summary>
    internal bool HasUncoveredCosts { get; init; }
}
