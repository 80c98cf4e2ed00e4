using System.Collections.Concurrent;
using System.Numerics;
using BudgetEnforcement.Soak.Scenarios;

namespace BudgetEnforcement.Soak;

/// <summary>One organisation that lasts as long as the soak, with its teams, and what the soak looks at when all work is done.</summary>
#pragma warning disable CA1001 // It lasts as long as the process.
internal sealed class World
#pragma warning restore CA1001
{
    internal const decimal AdmittedLimit = 40m;
    private const int MostSampled = 2000;

    private readonly ConcurrentQueue<(string Scenario, WeakReference<BudgetEnforcer> Budget)> _dropped = new();
    private readonly ConcurrentQueue<Func<bool>> _told = new();

    private readonly CancellationTokenSource _never = new();

    internal World(Findings findings)
    {
        Findings = findings;
        Organisation = new BudgetEnforcer(
            new BudgetOptions { Name = "organisation", Limit = 1_000_000m, MaxWaiters = 16 }, new UnreliableLogger(), Clock);
        Organisation.ThresholdCrossed += new OrderProbe(this, onlyRises: false).OnCrossed;
        Admitted = new Team(this, new BudgetOptions { Name = "admitted", Limit = AdmittedLimit, MaxWaiters = 12 });
        Daily = new Team(this, new BudgetOptions { Name = "daily", Limit = 25m, MaxWaiters = 12, Period = BudgetPeriod.Daily });
        Open = [.. Enumerable.Range(0, 3).Select(n => new Team(this, new BudgetOptions { Name = $"open-{n}", Limit = 25m, MaxWaiters = 12 }))];
        Teams = [Admitted, Daily, .. Open];
        Tenants = new Tenants(Open[0]);
        Grid = new Grid(Clock);
    }

    internal Findings Findings { get; }

    internal SoakClock Clock { get; } = new(new TimerCount());

    internal BudgetEnforcer Organisation { get; }

    /// <summary>Every cost below is admitted beforehand, and its limit is never lowered while a worker works.</summary>
    internal Team Admitted { get; }

    internal Team Daily { get; }

    /// <summary>Anything goes here.</summary>
    internal IReadOnlyList<Team> Open { get; }

    internal IReadOnlyList<Team> Teams { get; }

    internal Tenants Tenants { get; }

    internal Grid Grid { get; }

    internal Closing Closing { get; } = new();

    /// <summary>A token that lasts as long as the soak: registrations on it that are not taken back show as growth.</summary>
    internal CancellationToken Never => _never.Token;

    internal BigInteger Recorded => Teams.Aggregate(BigInteger.Zero, (sum, team) => sum + team.Ledger.Units);

    /// <summary>Once all work is done, nothing may keep this budget alive.</summary>
    internal void ExpectDropped(string scenario, BudgetEnforcer budget)
    {
        if (_dropped.Count < MostSampled)
            _dropped.Enqueue((scenario, new WeakReference<BudgetEnforcer>(budget)));
    }

    /// <summary>Once all work is done, every crossing of this budget must have been told.</summary>
    internal void ExpectAllTold(Func<bool> isAllTold)
    {
        if (_told.Count < MostSampled)
            _told.Enqueue(isAllTold);
    }

    internal bool IsAllTold() => _told.All(isAllTold => isAllTold());

    /// <summary>The scenarios of the dropped budgets that are still alive.</summary>
    internal List<string> ListUndropped() => [.. _dropped.Where(dropped => dropped.Budget.TryGetTarget(out _)).Select(dropped => dropped.Scenario)];

    internal void ForgetProbes() => _told.Clear();

    internal void ForgetDropped() => _dropped.Clear();

    /// <summary>Makes so much room that every waiter is served.</summary>
    internal void MakeRoom()
    {
        foreach (var team in Teams)
            Raise(team.Budget);
        Raise(Organisation);

        static void Raise(BudgetEnforcer budget)
        {
            var report = budget.GetStatus();
            budget.UpdateLimit(Math.Max(report.Limit, report.Spent + report.Reserved + 1_000_000m));
        }
    }

    /// <summary>Sets out for another round, in which the organisation has plenty or runs out of money. All work must be done.</summary>
    internal void BeginRound(int round)
    {
        Grid.BeginRound();
        Admitted.Budget.UpdateLimit(AdmittedLimit * 2);
        foreach (var team in Teams)
        {
            team.Budget.Reset();
            team.Budget.UpdateLimit(team == Admitted ? AdmittedLimit : 25m);
        }

        if (round % 16 == 0)
        {
            Organisation.Reset();
            foreach (var team in Teams)
                team.Ledger.Clear();
        }

        Organisation.UpdateLimit(decimal.Round(Organisation.Spent) + (round % 4 == 3 ? 60m : 1_000_000m));
    }
}
