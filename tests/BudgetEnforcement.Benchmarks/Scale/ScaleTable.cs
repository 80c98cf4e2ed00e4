using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement.Benchmarks;

/// <summary>Measures that the cost of an operation follows its own path, not the number of other budgets and of waiters.</summary>
internal static class ScaleTable
{
    internal const int Rounds = 15;

    private static readonly ScaleRow[] Rows =
    [
        new("reserve and commit, waiters on other budgets", 0, 20_000, 1.5, 2000, ReserveBesideWaiters),
        new("join the line and leave it", 100, 20_000, 3.0, 200, JoinAndLeave),
        new("a grant, and the next one joins", 100, 20_000, 3.0, 200, GrantAndJoin),
        new("recording that takes and gives back the hope of one", 100, 20_000, 3.0, 200, LoseAndRegainHope),
        new("a day begins, waiters on other budgets with periods", 0, 20_000, 3.0, 200, BeginADayBesideWaiters),
        new("a day begins on every level of a tree, where pairs would be 400", 500, 10_000, 80.0, 1, BeginADayOnEachLevel),
        new("start of a container with so many budgets", 1000, 8000, 10.0, 1, StartOfAContainer),
    ];

    /// <returns>Whether every goal is met.</returns>
    internal static bool Print(int rounds)
    {
        Console.WriteLine("| operation | few | many | ratio | goal |");
        Console.WriteLine("|---|---|---|---|---|");
        var allMet = true;
        foreach (var row in Rows)
        {
            var ratio = Ratio(row, rounds);
            allMet &= ratio <= row.Goal;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {row.Operation} | {row.Few:N0} | {row.Many:N0} | {ratio:0.00} | ≤ {row.Goal:0.0#}{(ratio <= row.Goal ? "" : ", missed")} |"));
        }

        return allMet;
    }

    /// <summary>
    /// The least time of many rounds on each side, in turn: other work of the machine only ever adds to it. For an operation that is done once, and
    /// collects garbage on its way, the middle time.
    /// </summary>
    private static double Ratio(ScaleRow row, int rounds)
    {
        var (few, many) = (row.Make(row.Few), row.Make(row.Many));
        var (times, timesOfMany) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = 0; round < rounds + 5; round++)
        {
            times.Add(TimeOf(few, row.Calls));
            timesOfMany.Add(TimeOf(many, row.Calls));
        }

        var place = row.Calls > 1 ? 0 : rounds / 2;
        return Sorted(timesOfMany)[place] / Sorted(times)[place];

        List<TimeSpan> Sorted(List<TimeSpan> all) => [.. all.Skip(5).Order()]; // The first ones are still being compiled.
    }

    private static TimeSpan TimeOf(Action operation, int calls)
    {
        GC.Collect();
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < calls; i++)
            operation();
        return TimeProvider.System.GetElapsedTime(start);
    }

    private static Action ReserveBesideWaiters(int waiters)
    {
        var root = new BudgetEnforcer(1_000_000_000m);
        for (var i = 0; i < waiters; i++)
        {
            var other = root.CreateChild(new BudgetOptions { Limit = 10m, MaxWaiters = 1 });
            other.Reserve(10m);
            _ = other.ReserveAsync(5m).AsTask();
        }

        var own = root.CreateChild(new BudgetOptions { Limit = 1_000_000_000m });
        return () => own.Reserve(0.01m).Commit(0.005m);
    }

    private static Action BeginADayBesideWaiters(int waiters)
    {
        const int Days = 200;
        var clock = new SteppingClock();
        var root = new BudgetEnforcer(new BudgetOptions { Limit = 1_000_000_000m }, timeProvider: clock);
        for (var i = 0; i < waiters; i++)
        {
            var other = root.CreateChild(new BudgetOptions { Limit = 10m, MaxWaiters = 1, Period = BudgetPeriod.Monthly });
            other.Reserve(10m);
            _ = other.ReserveAsync(5m).AsTask();
        }

        // Each has a day of its own to begin.
        var own = new BudgetEnforcer[Days];
        for (var i = 0; i < Days; i++)
            own[i] = root.CreateChild(new BudgetOptions { Limit = 10m, Period = BudgetPeriod.Daily });
        var next = 0;
        return () =>
        {
            if (next == 0)
                clock.Step(TimeSpan.FromDays(1));
            own[next].AddCost(0.01m);
            next = (next + 1) % Days;
        };
    }

    private static Action BeginADayOnEachLevel(int levels)
    {
        var clock = new SteppingClock();
        var leaf = new BudgetEnforcer(new BudgetOptions { Limit = 10m, Period = BudgetPeriod.Daily }, timeProvider: clock);
        for (var i = 1; i < levels; i++)
            leaf = leaf.CreateChild(new BudgetOptions { Limit = 10m, Period = BudgetPeriod.Daily });
        return () =>
        {
            clock.Step(TimeSpan.FromDays(1));
            leaf.AddCost(0.01m);
        };
    }

    private static Action JoinAndLeave(int waiters)
    {
        var budget = Full(waiters, out _);
        return () =>
        {
            using var cancel = new CancellationTokenSource();
            _ = budget.ReserveAsync(1m, cancel.Token).AsTask();
            cancel.Cancel();
        };
    }

    private static Action GrantAndJoin(int waiters)
    {
        var budget = Full(waiters: 0, out var held);
        var line = new Queue<Task<BudgetReservation>>();
        for (var i = 0; i < waiters; i++)
            line.Enqueue(budget.ReserveAsync(10m).AsTask());
        return () =>
        {
            line.Enqueue(budget.ReserveAsync(10m).AsTask());
            held.Release();
            held = line.Dequeue().GetAwaiter().GetResult();
        };
    }

    private static Action LoseAndRegainHope(int waiters)
    {
        var budget = Full(waiters, out _);
        _ = budget.ReserveAsync(9m).AsTask();
        return () =>
        {
            budget.AddCost(2m);
            budget.Refund(2m);
        };
    }

    private static BudgetEnforcer Full(int waiters, out BudgetReservation held)
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 10m, MaxWaiters = int.MaxValue });
        held = budget.Reserve(10m);
        for (var i = 0; i < waiters; i++)
            _ = budget.ReserveAsync(1m).AsTask();
        return budget;
    }

    private static Action StartOfAContainer(int budgets) => () =>
    {
        var services = new ServiceCollection();
        services.AddBudgetEnforcer("team", options => options.Limit = 1000m);
        for (var i = 0; i < budgets; i++)
            services.AddBudgetEnforcer(string.Create(CultureInfo.InvariantCulture, $"job{i}"), options => options.Limit = 1m, parentKey: "team");
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
        for (var i = 0; i < budgets; i++)
            _ = provider.GetRequiredKeyedService<BudgetEnforcer>(string.Create(CultureInfo.InvariantCulture, $"job{i}"));
    };
}
