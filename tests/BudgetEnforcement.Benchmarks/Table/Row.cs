using System.Globalization;

namespace BudgetEnforcement.Benchmarks;

/// <summary>One line of the table: what is measured, against what, and the most that the ratio and the allocation may be.</summary>
/// <remarks>A ratio is one of times per call; on several threads, of the time of all calls by their number.</remarks>
internal sealed record Row(string Operation, Case Measured, string Peer, Case Against, double? Goal = null, long? MostBytes = 0)
{
    private const string LockName = "lock + decimal";
    private const string LimiterName = "`ConcurrencyLimiter`";
    private const string Reserving = nameof(SpendingBenchmarks.ReserveAndCommit);
    private static readonly Case Locked = new(nameof(SpendingBenchmarks.LockAndDecimal));
    private static readonly Case LockedCheck = new(nameof(SpendingBenchmarks.LockAndDecimalFits));
    private static readonly Case LockedRead = new(nameof(SpendingBenchmarks.LockAndDecimalRead));
    private static readonly Case Limiter = new(nameof(SpendingBenchmarks.ConcurrencyLimiter));

    /// <summary>What README shows.</summary>
    internal static IReadOnlyList<Row> All { get; } =
    [
        .. OfSpending(nameof(SpendingBenchmarks.AddCost), "`AddCost`", LockName, Locked, 0.75),
        .. OfSpending(nameof(SpendingBenchmarks.TryAddCost), "`TryAddCost`", LockName, Locked, 0.75),
        .. OfSpending(nameof(SpendingBenchmarks.CheckBudgetAvailable), "`CheckBudgetAvailable`", LockName + ", check", LockedCheck, 0.85),
        .. OfOneThread(nameof(SpendingBenchmarks.GetStatus), "`GetStatus`, two numbers read", LockName + ", read", LockedRead, 5.0),
        .. OfOneThread(Reserving, "reserve and commit", LimiterName, Limiter, 0.75, 48),
        new("reserve and commit, with `using`", new(nameof(SpendingBenchmarks.ReserveCommitAndDispose), BudgetShape.Depth1), LimiterName, Limiter, MostBytes: 48),
        new("reserve and commit, 2 threads", new(Reserving, BudgetShape.Depth1, 2), LimiterName + ", 2 threads", Limiter with { Threads = 2 }, MostBytes: 48),
        new(LockName + ", 2 threads", Locked with { Threads = 2 }, LockName, Locked),
        new("`Interlocked.Add`, the floor", new(nameof(SpendingBenchmarks.InterlockedAdd)), LockName, Locked),
        new(LimiterName + ", acquire and release", Limiter, LockName, Locked, MostBytes: null),
        new("`TokenBucketRateLimiter`, acquire", new(nameof(SpendingBenchmarks.TokenBucketRateLimiter)), LockName, Locked, MostBytes: null),
    ];

    /// <summary>The line in Markdown.</summary>
    internal string Format(double ratio, long bytes) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Operation} | {ratio:0.00} | {Peer} | {GoalText}{(IsMetBy(ratio, bytes) ? "" : ", missed")} | {bytes} B |");

    internal bool IsMetBy(double ratio, long bytes) => !(ratio > Goal) && !(bytes > MostBytes);

    private string GoalText => (Goal, MostBytes) switch
    {
        (null, _) => "",
        (_, > 0) => string.Create(CultureInfo.InvariantCulture, $"≤ {Goal:0.0#}, ≤ {MostBytes} B"),
        _ => string.Create(CultureInfo.InvariantCulture, $"≤ {Goal:0.0#}"),
    };

    private static IEnumerable<Row> OfSpending(string method, string name, string peer, Case against, double goal) =>
    [
        .. OfOneThread(method, name, peer, against, goal),
        new(name + ", one cent", new(method, BudgetShape.Depth1, Prices: Prices.OneCent), peer + ", one cent", against with { Prices = Prices.OneCent }, 1.0),
        new(name + ", 2 threads", new(method, BudgetShape.Depth1, 2), peer + ", 2 threads", against with { Threads = 2 }, 1.0),
    ];

    private static IEnumerable<Row> OfOneThread(string method, string name, string peer, Case against, double goal, long mostBytes = 0)
    {
        var alone = new Case(method, BudgetShape.Depth1);
        yield return new(name, alone, peer, against, goal, mostBytes);
        yield return new(name + ", with a logger", alone with { On = BudgetShape.Logged }, peer, against, Math.Max(goal, 1.0), mostBytes);
        yield return new(name + ", depth 3", alone with { On = BudgetShape.Depth3 }, "depth 1", alone, 2.0, mostBytes);
    }
}
