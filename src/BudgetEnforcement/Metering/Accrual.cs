namespace BudgetEnforcement;

/// <summary>What has accrued with time: plain numbers and transitions, without a clock or a lock.</summary>
/// <remarks>
/// Times are timestamps of a monotonic clock. The cost of a stretch at one rate is computed from its start, so that slices do not add up
/// roundings; sums and differences are exact.
/// </remarks>
internal struct Accrual(decimal ratePerHour, long since, long ticksPerSecond)
{
    private long _since = since;
    private long _closedTicks;
    private Money _closedCost;
    private Money _recorded;

    internal bool IsRunning { get; private set; } = true;

    internal decimal RatePerHour { get; private set; } = ratePerHour;

    /// <summary>What a time costs: exact but for the 28 digits of <see cref="decimal"/>.</summary>
    internal static decimal CostOf(decimal ratePerHour, long ticks, long ticksPerSecond)
    {
        var ticksPerHour = ticksPerSecond * 3600;
        return (ratePerHour * (ticks / ticksPerHour)) + (ratePerHour * (ticks % ticksPerHour) / ticksPerHour);
    }

    internal readonly long TicksUntil(long now) => _closedTicks + OpenTicks(now);

    internal readonly decimal CostUntil(long now) => TotalUntil(now).ToDecimal(roundUp: true);

    /// <summary>
    /// What is not recorded yet. Where that has more digits than <see cref="decimal"/>, the last of them are left for later, and once
    /// nothing accrues any more, rounded up.
    /// </summary>
    internal readonly decimal DueAt(long now) => Money.SubtractToZero(TotalUntil(now), _recorded).ToDecimal(roundUp: !IsRunning);

    internal void Record(decimal due)
    {
        _recorded += Money.From(due);
        if (!IsRunning && _recorded > _closedCost)
            _closedCost = _recorded;
    }

    internal void Stop(long now)
    {
        (_closedCost, _closedTicks) = (TotalUntil(now), TicksUntil(now));
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

    private readonly Money TotalUntil(long now) => _closedCost + Money.From(CostOf(RatePerHour, OpenTicks(now), ticksPerSecond));

    // Whoever reads may have read the clock just before a change.
    private readonly long OpenTicks(long now) => IsRunning ? Math.Max(now - _since, 0) : 0;
}
