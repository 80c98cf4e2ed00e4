using System.Numerics;

namespace BudgetEnforcement.Tests.Ledger.Simulation;

/// <summary>A process of the fleet: the real exchange without its thread, callers that reserve and spend, and the bill of what it really spent.</summary>
internal sealed class SimulatedNode
{
    private readonly FleetSimulation _fleet;
    private readonly Dictionary<string, SharedBudget> _shared = [];
    private readonly List<BudgetEnforcer> _leaves = [];
    private readonly List<(BudgetEnforcer Budget, decimal Amount, Task<BudgetReservation> Task)> _waiting = [];
    private readonly List<(BudgetEnforcer Budget, decimal Amount, BudgetReservation Reservation)> _held = [];
    private readonly Dictionary<(string Budget, long Term), BigInteger> _truth = [];
    private readonly HashSet<Guid> _ids = [];
    private readonly string _name;
    private bool _isDead;
    private bool _isUnderWay;
    private bool _isPollDue;
    private DateTimeOffset _cutOffUntil;
    private int _jobs;
    private int _looks;

    internal SimulatedNode(FleetSimulation fleet, string name, ManualClock clock)
    {
        _fleet = fleet;
        _name = name;
        Clock = clock;
        var options = new BudgetLedgerOptions { NodeName = name }.ValidCopy(nameof(name));
        Exchange = new LedgerExchange(null, options, new LedgerTelemetry(SafeLogger.Silent), null, clock, clock, Poll, fleet.NewId);
    }

    internal ManualClock Clock { get; }

    internal LedgerExchange Exchange { get; }

    internal IEnumerable<Guid> Ids => _ids;

    internal IEnumerable<(string Budget, long Term)> TermsSpentIn => _truth.Keys;

    internal IEnumerable<SharedBudget> Shared => _shared.Values;

    internal string Name => _name;

    /// <summary>The calls that wait, and that the ledger could serve as far as this process knows.</summary>
    internal IReadOnlyList<(BudgetEnforcer Budget, decimal Amount, Task<BudgetReservation> Task)> Waiting => _waiting;

    internal BigInteger TruthOf(string budget, long term) => _truth.GetValueOrDefault((budget, term));

    internal void Open(BudgetOptions options, string? parent)
    {
        var shared = Exchange.Open(options, parent is null ? [] : [_shared[parent].Budget]);
        _shared.Add(options.Name!, shared);
        if (parent is not null)
        {
            _leaves.Add(shared.Budget);
            _leaves.Add(shared.Budget.CreateChild(new BudgetOptions { Limit = 120m, MaxWaiters = 1_000 }));
        }
    }

    internal void Start()
    {
        Poll();
        Work();
    }

    internal void Die()
    {
        _isDead = true;
        _waiting.Clear();
        _held.Clear();
    }

    internal void CutOffFor(TimeSpan time) => _cutOffUntil = Clock.GetUtcNow() + time;

    /// <summary>Takes the grants and refusals since the last step.</summary>
    internal void TakeOutcomes()
    {
        for (var i = _waiting.Count - 1; i >= 0; i--)
        {
            var (budget, amount, task) = _waiting[i];
            if (!task.IsCompleted)
                continue;
            _waiting.RemoveAt(i);
            if (task.IsCompletedSuccessfully)
            {
                _fleet.CountServed();
                _held.Add((budget, amount, task.Result));
            }
            else
            {
                _fleet.CountRefusal();
                _ = task.Exception;
            }
        }
    }

    /// <summary>Ends the running operations, so that others get the rest of the money.</summary>
    internal void EndOperations()
    {
        while (_held.Count > 0)
            EndOne(0);
    }

    /// <summary>Makes the node look soon whether it has something to send.</summary>
    private void Poll()
    {
        if (_isPollDue || _isDead)
            return;
        _isPollDue = true;
        _fleet.After(TimeSpan.FromMicroseconds(50), () =>
        {
            _isPollDue = false;
            Look();
        });
    }

    private void Look()
    {
        if (_isDead || _isUnderWay)
            return;
        if (Exchange.NextWork(Exchange.Now(), out var wait) is not { } work)
        {
            var look = ++_looks;
            if (wait >= TimeSpan.Zero)
            {
                _fleet.After(wait, () =>
                {
                    if (look == _looks)
                        Look();
                });
            }

            return;
        }

        _isUnderWay = true;
        Send(work);
    }

    private void Send(LedgerWork work)
    {
        if (work.Request is { } named)
            _ids.Add(named.NodeId);
        if (!_fleet.IsQuiet && (Clock.GetUtcNow() < _cutOffUntil || _fleet.IsLost()))
        {
            // The request is lost, or its answer is: the node hears nothing, and tries again.
            if (work.Request is { } request && _fleet.Random.Next(2) == 0)
                _fleet.After(_fleet.Delay(), () => _fleet.Exchange(request));
            _fleet.After(TimeSpan.FromMilliseconds(200), () => Fail());
            return;
        }

        _fleet.After(_fleet.Delay(), () =>
        {
            if (work.Request is { } request)
            {
                var reply = _fleet.Exchange(request);
                if (!_fleet.IsQuiet && _fleet.IsLost())
                    _fleet.After(_fleet.Delay() * 3, () => _fleet.Exchange(request)); // The request arrives a second time, late.
                _fleet.After(_fleet.Delay(), () => Receive(() => Exchange.OnAnswered(reply, Exchange.Now())));
            }
            else
            {
                var opened = work.ToOpen.Select(shared => (Shared: shared, Reply: _fleet.Open(shared.DefinitionToOpenNeedsLock()))).ToList();
                _fleet.After(_fleet.Delay(), () => Receive(() => opened.ForEach(it => Exchange.OnOpened(it.Shared, it.Reply))));
            }
        });
    }

    private void Fail() => Receive(() => Exchange.OnFailed(new TimeoutException("The network."), Exchange.Now()));

    private void Receive(Action take)
    {
        if (_isDead)
            return;
        _isUnderWay = false;
        take();
        Look();
    }

    private void Work()
    {
        if (_isDead || _fleet.IsQuiet)
            return;
        Operate();
        _fleet.After(_fleet.UpTo(4), Work);
    }

    private void Operate()
    {
        _fleet.CountOperation();
        var random = _fleet.Random;
        var budget = _leaves[random.Next(_leaves.Count)];
        switch (random.Next(100))
        {
            case < 52:
                Reserve(budget, random.Next(30) == 0 ? random.Next(1, 90) : random.Next(1, 400) / 100m);
                break;
            case < 92 when _held.Count > 0:
                EndOne(random.Next(_held.Count));
                break;
            case < 94:
                Refund(budget, random.Next(1, 100) / 100m);
                break;
            case < 96 when _fleet.HasUncoveredCosts:
                Spend(budget, random.Next(1, 300) / 100m);
                break;
            case < 98:
                var check = budget.CheckBudgetAvailable(random.Next(1, 100));
                check.Available.Should().BeGreaterThanOrEqualTo(0m);
                break;
            default:
                if (++_jobs % 8 == 0)
                    _leaves[^1] = _shared["daily"].Budget.CreateChild(new BudgetOptions { Limit = random.Next(5, 200), MaxWaiters = 1_000 });
                break;
        }
    }

    private void Reserve(BudgetEnforcer budget, decimal amount)
    {
        var task = budget.ReserveAsync(amount).AsTask();
        _waiting.Add((budget, amount, task));
        if (task.IsCompleted)
            TakeOutcomes();
    }

    private void EndOne(int index)
    {
        var (budget, amount, reservation) = _held[index];
        _held.RemoveAt(index);
        var cost = _fleet.Random.Next(8) == 0 ? 0m : Math.Round(amount * _fleet.Random.Next(1, 101) / 100m, 4);
        if (cost == 0m)
        {
            reservation.Release();
            return;
        }

        reservation.Commit(cost);
        Bill(budget, cost);
    }

    private void Spend(BudgetEnforcer budget, decimal cost)
    {
        // Until the ledger has answered, the node does not know in which term a cost will count.
        if (_shared.Values.Any(static shared => shared.NodeSlice is null))
            return;
        budget.AddCost(cost);
        Bill(budget, cost);
    }

    private void Refund(BudgetEnforcer budget, decimal amount)
    {
        if (budget.TryRefund(amount))
            Bill(budget, -amount);
    }

    /// <summary>Notes what was really spent, on every shared budget of the path and in the term that the process is in.</summary>
    private void Bill(BudgetEnforcer budget, decimal cost)
    {
        for (var level = budget; level is not null; level = level.Parent)
        {
            if (level.Shared is not { } shared)
                continue;
            var key = (shared.Name, shared.NodeSlice?.Term ?? 0);
            _truth[key] = _truth.GetValueOrDefault(key) + (BigInteger)(cost * 10_000m) * BigInteger.Pow(10, 24);
        }
    }
}
