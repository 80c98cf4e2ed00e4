using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <summary>
/// Projects what a piece of work will cost in total, and when its budget is spent, from the progress and the spend until now.
/// </summary>
/// <remarks>
/// <para>
/// It compares the spend and the progress since it was made, so make it when the work starts. The projection is linear: each portion of the
/// rest costs as much and takes as long as the same portion of the work that is done. When the spend of the budget starts again from 0, so
/// does the comparison.
/// </para>
/// <para>
/// A budget with a period has its present room until the period ends and its whole limit in each later one, and the rest of the work is
/// spread over these periods: work of 24 at 8 a day is within a budget of 10 a day. The projection assumes that others keep what they hold.
/// </para>
/// </remarks>
/// <threadsafety>Every member may be called from any thread at any time.</threadsafety>
public sealed class BudgetForecaster
{
    /// <summary>The portion of the work that must be done before a projection means something: 0.01.</summary>
    public const double LeastProgress = 0.01;

    private readonly object _sync = new();
    private readonly BudgetEnforcer _budget;
    private readonly CostMeter? _meter;
    private readonly IReadOnlyList<PathLevel> _levels;
    private readonly decimal _setAside;
    private double _startProgress;
    private decimal _startSpent;
    private long _startedAt;
    private int _resets;

    /// <summary>Starts a forecast.</summary>
    /// <param name="budget">The budget that pays for the work.</param>
    /// <param name="initialProgress">
    /// The portion of the work that is done already, from 0 to 1, both included; above 0 in a run that is resumed.
    /// </param>
    /// <param name="setAside">
    /// What the work may not use, such as money held for its landing. 0 or more, in the currency of the budget.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="budget"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public BudgetForecaster(BudgetEnforcer budget, double initialProgress = 0, decimal setAside = 0m)
        : this(budget, meter: null, initialProgress, setAside)
    {
    }

    /// <param name="budget">The budget that pays for the work.</param>
    /// <param name="meter">A meter on this very budget, whose pending cost counts.</param>
    /// <param name="initialProgress">The portion of the work that is done already.</param>
    /// <param name="setAside">What the work may not use.</param>
    internal BudgetForecaster(BudgetEnforcer budget, CostMeter? meter, double initialProgress, decimal setAside)
    {
        ArgumentNullException.ThrowIfNull(budget);
        ThrowIfNoPortion(initialProgress);
        Money.ThrowIfNegative(setAside);
        _budget = budget;
        _meter = meter;
        _levels = budget.GetPathLevels();
        _setAside = setAside;
        _startProgress = initialProgress;
        var path = ReadPath(out var pendingCost);
        _startSpent = Saturating.Sum(OwnSpentOf(path[0]), pendingCost);
        _resets = path[0].Resets;
        _startedAt = budget.TimeProvider.GetTimestamp();
    }

    /// <summary>Notes the progress and projects from it.</summary>
    /// <param name="progress">The portion of the work that is done, from 0 to 1, both included.</param>
    /// <param name="pendingCost">
    /// What is charged but not recorded yet, such as <see cref="CostMeter.PendingCost"/>; 0 or more, in the currency of the budget.
    /// </param>
    /// <returns>The forecast; the budgets of the path are read at one instant.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public BudgetForecast Report(double progress, decimal pendingCost = 0m)
    {
        ThrowIfNoPortion(progress);
        Money.ThrowIfNegative(pendingCost);
        var path = ReadPath(out var pendingOfMeter);
        return Project(progress, path, Saturating.Sum(pendingCost, pendingOfMeter), out _);
    }

    /// <summary>
    /// Forecasts, and tells which budget of the path decides: the nearest that cannot pay for the rest, or else the nearest.
    /// </summary>
    internal BudgetForecast Report(double progress, out BudgetReport own, out BudgetReport deciding)
    {
        ThrowIfNoPortion(progress);
        var path = ReadPath(out var pendingCost);
        own = path[0];
        var forecast = Project(progress, path, pendingCost, out var index);
        deciding = path[index];
        return forecast;
    }

    private IReadOnlyList<BudgetReport> ReadPath(out decimal pendingCost)
    {
        pendingCost = 0m;
        return _meter is null ? _budget.GetPath() : _meter.ReadPath(out pendingCost);
    }

    private BudgetForecast Project(double progress, IReadOnlyList<BudgetReport> path, decimal pendingCost, out int deciding)
    {
        deciding = 0;
        var report = path[0];
        var clock = _budget.TimeProvider;
        var now = clock.GetTimestamp();
        var utcNow = clock.GetUtcNow();
        var spent = Saturating.Sum(report.Spent, pendingCost);
        var since = ReadSince(progress, Saturating.Sum(OwnSpentOf(report), pendingCost), report.Resets, now);
        var forecast = new BudgetForecast { Currency = report.Currency, Progress = progress, Spent = spent, Elapsed = since.Elapsed };
        if (since.Spent == 0 || since.Elapsed <= TimeSpan.Zero)
            return forecast;

        var rooms = Rooms(path, pendingCost, utcNow);
        var exhaustion = Exhaustion(rooms, since.Spent, since.Elapsed.TotalSeconds);
        forecast = forecast with
        {
            BurnRatePerHour = Saturating.Product(since.Spent, 1 / since.Elapsed.TotalHours),
            TimeToExhaustion = exhaustion,
            ExhaustedAt = exhaustion is { } time ? At(utcNow, time) : null,
        };
        if (since.Done < LeastProgress)
            return forecast;

        var rest = Saturating.Product(since.Spent, (1 - progress) / since.Done);
        var seconds = since.Elapsed.TotalSeconds * (1 - progress) / since.Done;
        var overrun = Array.FindIndex(rooms, room => !room.HoldsNow(rest, seconds) || !room.HoldsLater(rest, seconds));
        deciding = Math.Max(overrun, 0);
        return forecast with
        {
            Status = overrun >= 0 || report.PathStatus == BudgetStatus.Exceeded ? ForecastStatus.OverBudget : ForecastStatus.WithinBudget,
            ProjectedTotal = Saturating.Sum(spent, rest),
            TimeToCompletion = Time(seconds),
        };
    }

    // What other processes spend of a shared budget is no part of this work.
    private static decimal OwnSpentOf(in BudgetReport report) => report.OwnSpent ?? report.Spent;

    private Since ReadSince(double progress, decimal spent, int resets, long now)
    {
        double done;
        decimal spentSince;
        long startedAt;
        lock (_sync)
        {
            // This reading is older than a reset that another report has noted, so it has nothing to compare with.
            if (resets < _resets)
                return default;
            if (resets != _resets || spent < _startSpent || progress < _startProgress)
                (_resets, _startSpent, _startProgress, _startedAt) = (resets, spent, progress, now);
            (done, spentSince, startedAt) = (progress - _startProgress, spent - _startSpent, _startedAt);
        }

        return new Since(done, spentSince, _budget.TimeProvider.GetElapsedTime(startedAt, Math.Max(now, startedAt)));
    }

    // The amount held on this budget is held for this work, so it counts as room, except what is set aside. Waiters take no room, because
    // the work was admitted before.
    private PacedRoom[] Rooms(IReadOnlyList<BudgetReport> path, decimal pendingCost, DateTimeOffset utcNow)
    {
        var rooms = new PacedRoom[path.Count];
        for (var i = 0; i < rooms.Length; i++)
        {
            var report = path[i];
            var notForUs = Saturating.Sum(Math.Max(PathReports.HeldOf(report) - path[0].Reserved, 0m), _setAside);
            var now = Saturating.Difference(Saturating.Difference(Math.Max(report.Remaining, 0m), notForUs), pendingCost);
            rooms[i] = new PacedRoom(now, Saturating.Difference(report.Limit, notForUs), report, _levels[i].Calendar, utcNow);
        }

        return rooms;
    }

    private static TimeSpan? Exhaustion(PacedRoom[] rooms, decimal cost, double seconds)
    {
        double? first = null;
        foreach (var room in rooms)
        {
            if (room.SecondsToExhaustion(cost, seconds) is { } exhaustion && !(exhaustion >= first))
                first = exhaustion;
        }

        return first is { } time ? Time(time) : null;
    }

    private static TimeSpan? Time(double seconds) =>
        seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;

    private static DateTimeOffset? At(DateTimeOffset now, TimeSpan time) =>
        time < DateTimeOffset.MaxValue - now ? now + time : null;

    internal static void ThrowIfNoPortion(double progress, [CallerArgumentExpression(nameof(progress))] string? name = null)
    {
        if (!(progress is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(name, progress, $"{name} must be from 0 to 1.");
    }

    /// <summary>The observations since the forecast began, or began again.</summary>
    /// <param name="Done">The portion of the work.</param>
    /// <param name="Spent">Its cost.</param>
    /// <param name="Elapsed">Its time.</param>
    private readonly record struct Since(double Done, decimal Spent, TimeSpan Elapsed);
}
