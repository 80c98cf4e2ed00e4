using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <summary>
/// Projects from the progress of a piece of work and the spend of its budget what the whole will cost, and when the budget is spent.
/// </summary>
/// <remarks>
/// It compares what was spent and done since it was made, so make it when the work starts. The projection is linear: what is left costs as
/// much, portion for portion, as what was done. When the spend of the budget starts again from 0, the comparison does too.
/// </remarks>
/// <threadsafety>Every member may be called from any thread at any time.</threadsafety>
public sealed class BudgetForecaster
{
    /// <summary>The portion of the work that must be done before a projection means something: 0.01.</summary>
    public const double LeastProgress = 0.01;

    private readonly object _sync = new();
    private readonly BudgetEnforcer _budget;
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
    /// <param name="setAside">What the work may not use: money held for its landing. 0 or more.</param>
    /// <exception cref="ArgumentNullException"><paramref name="budget"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public BudgetForecaster(BudgetEnforcer budget, double initialProgress = 0, decimal setAside = 0m)
    {
        ArgumentNullException.ThrowIfNull(budget);
        ThrowIfNoPortion(initialProgress);
        Money.ThrowIfNegative(setAside);
        _budget = budget;
        _setAside = setAside;
        _startProgress = initialProgress;
        var report = budget.GetStatus();
        _startSpent = report.Spent;
        _resets = report.Resets;
        _startedAt = budget.TimeProvider.GetTimestamp();
    }

    /// <summary>Takes note of progress and projects from it.</summary>
    /// <param name="progress">The portion of the work that is done, from 0 to 1, both included.</param>
    /// <param name="pendingCost">What is charged but not recorded yet, such as <see cref="CostMeter.PendingCost"/>; 0 or more.</param>
    /// <returns>The forecast.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public BudgetForecast Report(double progress, decimal pendingCost = 0m)
    {
        ThrowIfNoPortion(progress);
        Money.ThrowIfNegative(pendingCost);
        var report = _budget.GetStatus();
        var clock = _budget.TimeProvider;
        var now = clock.GetTimestamp();
        double doneSince;
        decimal spentSince;
        TimeSpan elapsed;
        var spent = Saturating.Sum(report.Spent, pendingCost);
        lock (_sync)
        {
            if (report.Resets != _resets || spent < _startSpent || progress < _startProgress)
                (_resets, _startSpent, _startProgress, _startedAt) = (report.Resets, spent, progress, now);
            doneSince = progress - _startProgress;
            spentSince = spent - _startSpent;
            elapsed = clock.GetElapsedTime(_startedAt, now);
        }

        var forecast = new BudgetForecast { Currency = report.Currency, Progress = progress, Spent = spent, Elapsed = elapsed };
        if (doneSince < LeastProgress || spentSince == 0 || elapsed <= TimeSpan.Zero)
            return forecast;

        var rest = Saturating.Product(spentSince, (1 - progress) / doneSince);
        var room = Room(report.Reserved, pendingCost);
        var perSecond = Saturating.Product(spentSince, 1 / elapsed.TotalSeconds);
        var exhaustion = perSecond == 0 ? null : Time((double)room / (double)perSecond);
        return forecast with
        {
            Status = rest > room || report.PathStatus == BudgetStatus.Exceeded ? ForecastStatus.OverBudget : ForecastStatus.WithinBudget,
            BurnRatePerHour = Saturating.Product(spentSince, 1 / elapsed.TotalHours),
            ProjectedTotal = Saturating.Sum(spent, rest),
            TimeToCompletion = Time(elapsed.TotalSeconds * (1 - progress) / doneSince),
            TimeToExhaustion = exhaustion,
            ExhaustedAt = exhaustion is { } time ? At(clock.GetUtcNow(), time) : null,
        };
    }

    // What is held on this budget is held for this work, so it is room for it, except what is set aside. Those who wait take none: the work
    // was admitted before.
    private decimal Room(decimal reserved, decimal pendingCost)
    {
        var room = decimal.MaxValue;
        for (var budget = _budget; budget is not null; budget = budget.Parent)
        {
            var report = budget.GetStatus();
            var others = Math.Max(report.Reserved - reserved, 0m);
            room = Math.Min(room, Math.Max(report.Remaining, 0m) - others);
        }

        return Math.Max(Math.Max(room, 0m) - pendingCost - _setAside, 0m);
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
}
