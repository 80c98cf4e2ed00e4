using System.Threading.RateLimiting;
using BenchmarkDotNet.Attributes;

namespace BudgetEnforcement.Benchmarks;

/// <summary>Every operation of a budget and its peers, on one thread and on several that share one budget. Times are of one operation.</summary>
#pragma warning disable CA1001 // The crew and the limiters are disposed of in the global cleanup.
public class SpendingBenchmarks
#pragma warning restore CA1001
{
    /// <summary>Enough that starting the threads together weighs little, and few enough that most invocations are not interrupted.</summary>
    private const int Passes = 64;
    private const int Operations = Passes * Amounts.Count;

    private readonly BudgetEnforcer[] _budgets = [.. Enum.GetValues<BudgetShape>().Select(Budgets.Make)];
    private readonly LockedDecimal _locked = new(Amounts.Limit);
    private readonly InterlockedTotal _interlocked = new();
    private readonly ConcurrencyLimiter _concurrency = new(new ConcurrencyLimiterOptions { PermitLimit = 1000 });
    private readonly TokenBucketRateLimiter _bucket = new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = int.MaxValue,
        TokensPerPeriod = int.MaxValue,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
    });

    private Crew _crew = new(1);
    private decimal[] _costs = Amounts.Costs;

    public static IEnumerable<BudgetShape> Shapes => Enum.GetValues<BudgetShape>();

    [Params(1, 2, 4)]
    public int Threads { get; set; }

    [ParamsAllValues]
    public Prices Prices { get; set; }

    [GlobalSetup]
    public void Start()
    {
        _crew = new Crew(Threads);
        _costs = Prices == Prices.OneCent ? Amounts.Cents : Amounts.Costs;
    }

    [GlobalCleanup]
    public void End()
    {
        _crew.Dispose();
        _concurrency.Dispose();
        _bucket.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public long LockAndDecimal() => _crew.Run(Passes, () =>
    {
        var fits = 0;
        foreach (var cost in _costs)
            fits += _locked.Add(cost) ? 1 : 0;
        return AllOf(fits);
    });

    /// <summary>The peer of a check.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public long LockAndDecimalFits()
    {
        var locked = Spent();
        return _crew.Run(Passes, () =>
        {
            var fits = 0;
            foreach (var cost in _costs)
                fits += locked.Fits(cost) ? 1 : 0;
            return AllOf(fits);
        });
    }

    /// <summary>The peer of a report.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public long LockAndDecimalRead()
    {
        var locked = Spent();
        return _crew.Run(Passes, () =>
        {
            var ok = 0;
            for (var i = 0; i < Amounts.Count; i++)
            {
                var (spent, remaining) = locked.Read();
                ok += spent < remaining ? 1 : 0;
            }

            return AllOf(ok);
        });
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public long InterlockedAdd() => _crew.Run(Passes, () =>
    {
        var totals = 0L;
        foreach (var cost in Amounts.Billionths)
            totals |= _interlocked.Add(cost);
        return (int)(totals & 1);
    });

    /// <summary>Acquire and release: the peer of reserve and commit.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public long ConcurrencyLimiter() => Acquire(_concurrency);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long TokenBucketRateLimiter() => Acquire(_bucket);

    [Benchmark(OperationsPerInvoke = Operations)]
    [ArgumentsSource(nameof(Shapes))]
    public long AddCost(BudgetShape on)
    {
        var budget = _budgets[(int)on];
        return _crew.Run(Passes, () =>
        {
            var ok = 0;
            foreach (var cost in _costs)
                ok += budget.AddCost(cost) == BudgetStatus.Ok ? 1 : 0;
            return AllOf(ok);
        });
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    [ArgumentsSource(nameof(Shapes))]
    public long TryAddCost(BudgetShape on)
    {
        var budget = _budgets[(int)on];
        return _crew.Run(Passes, () =>
        {
            var admitted = 0;
            foreach (var cost in _costs)
                admitted += budget.TryAddCost(cost) ? 1 : 0;
            return AllOf(admitted);
        });
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    [ArgumentsSource(nameof(Shapes))]
    public long CheckBudgetAvailable(BudgetShape on)
    {
        var budget = Spent(on);
        return _crew.Run(Passes, () =>
        {
            var available = 0;
            foreach (var cost in _costs)
                available += budget.CheckBudgetAvailable(cost).IsAvailable ? 1 : 0;
            return AllOf(available);
        });
    }

    /// <summary>The report with the two numbers that people ask it for: a total becomes a decimal only when it is read.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    [ArgumentsSource(nameof(Shapes))]
    public long GetStatus(BudgetShape on)
    {
        var budget = Spent(on);
        return _crew.Run(Passes, () =>
        {
            var ok = 0;
            for (var i = 0; i < Amounts.Count; i++)
            {
                var report = budget.GetStatus();
                ok += report.Spent < report.Available ? 1 : 0;
            }

            return AllOf(ok);
        });
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    [ArgumentsSource(nameof(Shapes))]
    public long ReserveAndCommit(BudgetShape on)
    {
        var budget = _budgets[(int)on];
        return _crew.Run(Passes, () =>
        {
            var reserved = 0;
            for (var i = 0; i < Amounts.Count; i++)
            {
                if (!budget.TryReserve(Amounts.Estimates[i], out var reservation))
                    continue;
                reservation.Commit(Amounts.Costs[i]);
                reserved++;
            }

            return AllOf(reserved);
        });
    }

    /// <summary>The same with <see langword="using"/>, as code that may fail in between writes it.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    [Arguments(BudgetShape.Depth1)]
    public long ReserveCommitAndDispose(BudgetShape on)
    {
        var budget = _budgets[(int)on];
        return _crew.Run(Passes, () =>
        {
            var reserved = 0;
            for (var i = 0; i < Amounts.Count; i++)
            {
                if (!budget.TryReserve(Amounts.Estimates[i], out var reservation))
                    continue;
                using (reservation)
                {
                    reservation.Commit(Amounts.Costs[i]);
                    reserved++;
                }
            }

            return AllOf(reserved);
        });
    }

    private long Acquire(RateLimiter limiter) => _crew.Run(Passes, () =>
    {
        var acquired = 0;
        for (var i = 0; i < Amounts.Count; i++)
        {
            using var lease = limiter.AttemptAcquire();
            acquired += lease.IsAcquired ? 1 : 0;
        }

        return AllOf(acquired);
    });

    /// <summary>The peer with spend: of cents where it is asked for cents, its best case.</summary>
    private LockedDecimal Spent()
    {
        if (_locked.Read().Spent == 0m)
            Array.ForEach(_costs, cost => _locked.Add(cost));
        return _locked;
    }

    /// <summary>A budget with spend that has as many decimals as any.</summary>
    private BudgetEnforcer Spent(BudgetShape on)
    {
        var budget = _budgets[(int)on];
        if (budget.Spent == 0m)
            Array.ForEach(Amounts.Costs, cost => budget.AddCost(cost));
        return budget;
    }

    /// <summary>A refusal would be another operation than the one that is measured.</summary>
    private static int AllOf(int count) =>
        count == Amounts.Count ? count : throw new InvalidOperationException("A limit was reached.");
}
