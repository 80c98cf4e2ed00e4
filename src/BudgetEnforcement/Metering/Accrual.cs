namespace BudgetEnforcement;

/// <summary>What has accrued with time: plain numbers and transitions, without a clock or a lock.</summary>
/// <remarks>Times are timestamps of a monotonic clock. The cost of a stretch at one rate is computed from its start, so that slices do not add up roundings.</remarks>
internal struct Accrual(decimal ratePerHour, long since, long ticksPerSecond)
{
    private long _since = since;
    private long _closedTicks;
    private decimal _closedCost;

    internal bool IsRunning { get; private set; } = true;

    internal decimal RatePerHour { get; private set; } = ratePerHour;

    /// <summary>What part of the cost the budget knows of.</summary>
    internal decimal Recorded { get; private set; }

    /// <summary>What a time costs: exact but for the 28 digits of <see cref="decimal"/>.</summary>
    internal static decimal CostOf(decimal ratePerHour, long ticks, long ticksPerSecond)
    {
        var ticksPerHour = ticksPerSecond * 3600;
        return (ratePerHour * (ticks / ticksPerHour)) + (ratePerHour * (ticks % ticksPerHour) / ticksPerHour);
    }

    internal readonly long TicksUntil(long now) => _closedTicks + OpenTicks(now);

    internal readonly decimal CostUntil(long now) => _closedCost + CostOf(RatePerHour, OpenTicks(now), ticksPerSecond);

    internal readonly decimal DueAt(long now) => CostUntil(now) - Recorded;

    internal void Record(decimal due) => Recorded += due;

    internal void Stop(long now)
    {
        (_closedCost, _closedTicks) = (CostUntil(now), TicksUntil(now));
        IsRunning = false;
    }

    internal void Start(long now) => (_since, IsRunning) = (now, true);

    internal void ChangeRate(long now, decimal ratePerHour)
    {
        var isRunning = IsRunning;
        Stop(now);
        RatePerHour = ratePerHour;
        if (isRunning)
            Start(now);
    }

    // Whoever reads may have read the clock just before a change.
    private readonly long OpenTicks(long now) => IsRunning ? Math.Max(now - _since, 0) : 0;
}
