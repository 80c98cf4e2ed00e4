namespace BudgetEnforcement;

/// <summary>What has accrued with time: plain numbers and transitions, without a clock or a lock.</summary>
/// <remarks>
/// <para>
/// Times are timestamps of a monotonic clock. A stretch lasts from a start to the next stop. Of a stretch that has lasted for a time, its
/// increments that have begun are billed, whole, and at least the minimum; without increments it is billed to the tick. What is billed costs
/// the rate at which it began to be, so a change of rate leaves what is billed already.
/// </para>
/// <para>
/// The cost at one rate is computed from where that rate began, so that slices do not add up roundings; sums and differences are exact.
/// </para>
/// </remarks>
internal struct Accrual
{
    private readonly long _unitsPerTick;
    private readonly long _unitsPerSecond;
    private readonly long _increment;
    private readonly long _minimum;
    private long _since;
    private long _billed;
    private long _closedTicks;
    private Money _closedCost;

    /// <param name="ratePerHour">What an hour costs.</param>
    /// <param name="since">When it starts.</param>
    /// <param name="ticksPerSecond">How many timestamps a second has; above 0.</param>
    /// <param name="increment">What is billed whole once it begins; zero for none.</param>
    /// <param name="minimum">What each stretch is billed at least; zero for none.</param>
    internal Accrual(decimal ratePerHour, long since, long ticksPerSecond, TimeSpan increment = default, TimeSpan minimum = default)
    {
        RatePerHour = ratePerHour;
        _since = since;

        // A coarse clock need not tell apart what its users do: its ticks are counted in those of a time span, so that increments are exact.
        var isCoarse = TimeSpan.TicksPerSecond % ticksPerSecond == 0;
        _unitsPerTick = isCoarse ? TimeSpan.TicksPerSecond / ticksPerSecond : 1;
        _unitsPerSecond = isCoarse ? TimeSpan.TicksPerSecond : ticksPerSecond;
        _increment = Units(increment);
        _minimum = Units(minimum);
    }

    internal bool IsRunning { get; private set; } = true;

    internal decimal RatePerHour { get; private set; }

    /// <summary>What a time costs: exact but for the 28 digits of <see cref="decimal"/>.</summary>
    internal static decimal CostOf(decimal ratePerHour, long ticks, long ticksPerSecond)
    {
        var ticksPerHour = ticksPerSecond * 3600;
        return (ratePerHour * (ticks / ticksPerHour)) + (ratePerHour * (ticks % ticksPerHour) / ticksPerHour);
    }

    internal readonly long TicksUntil(long now) => _closedTicks + OpenTicks(now);

    /// <summary>
    /// What has accrued since the first start. While it runs at one rate, that of a later time is what will have accrued by then.
    /// </summary>
    internal readonly Money TotalUntil(long now) =>
        IsRunning ? _closedCost + Money.From(CostOf(RatePerHour, BilledUntil(now) - _billed, _unitsPerSecond)) : _closedCost;

    internal void Stop(long now)
    {
        (_closedCost, _closedTicks) = (TotalUntil(now), TicksUntil(now));
        IsRunning = false;
    }

    /// <summary>Stops with a total of at least what was paid for.</summary>
    internal void StopAtLeastAt(long now, in Money paid)
    {
        Stop(now);
        if (paid > _closedCost)
            _closedCost = paid;
    }

    internal void Start(long now) => (_since, _billed, IsRunning) = (now, 0, true);

    internal void ChangeRate(long now, decimal ratePerHour)
    {
        if (IsRunning)
            (_closedCost, _billed) = (TotalUntil(now), BilledUntil(now));
        RatePerHour = ratePerHour;
    }

    // At exactly the end of an increment the next one has not begun; the first begins with the stretch.
    private readonly long BilledUntil(long now)
    {
        var billed = OpenTicks(now) * _unitsPerTick;
        if (_increment > 0)
            billed = Math.Max((billed + _increment - 1) / _increment, 1) * _increment;
        return Math.Max(billed, _minimum);
    }

    private readonly long OpenTicks(long now) => IsRunning ? Math.Max(now - _since, 0) : 0;

    private readonly long Units(TimeSpan time) =>
        time == TimeSpan.Zero ? 0 : Math.Max((long)((Int128)time.Ticks * _unitsPerSecond / TimeSpan.TicksPerSecond), 1);
}
