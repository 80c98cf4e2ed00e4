namespace BudgetEnforcement;

/// <summary>The cost that accrues with time: plain numbers and their changes, without a clock or a lock.</summary>
/// <remarks>
/// <para>
/// Times are timestamps of a monotonic clock. A stretch lasts from a start to the next stop. It is billed for every increment that has
/// begun, whole, and for at least the minimum; without increments it is billed to the tick. An increment costs the rate at which it began,
/// so a change of rate does not change time that is billed already.
/// </para>
/// <para>
/// The cost at one rate is computed from the moment that rate began, so rounding errors do not add up over slices. Sums and differences are
/// exact.
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

    /// <param name="ratePerHour">The cost of an hour.</param>
    /// <param name="since">The timestamp of the start.</param>
    /// <param name="ticksPerSecond">How many timestamps a second has; above 0.</param>
    /// <param name="increment">The time that is billed whole once it begins; zero for none.</param>
    /// <param name="minimum">The least time that each stretch is billed for; zero for none.</param>
    internal Accrual(decimal ratePerHour, long since, long ticksPerSecond, TimeSpan increment = default, TimeSpan minimum = default)
    {
        RatePerHour = ratePerHour;
        _since = since;

        // The timestamps of a coarse clock are counted in ticks of a time span, so that increments finer than a timestamp stay exact.
        var isCoarse = TimeSpan.TicksPerSecond % ticksPerSecond == 0;
        _unitsPerTick = isCoarse ? TimeSpan.TicksPerSecond / ticksPerSecond : 1;
        _unitsPerSecond = isCoarse ? TimeSpan.TicksPerSecond : ticksPerSecond;
        _increment = Units(increment);
        _minimum = Units(minimum);
    }

    internal bool IsRunning { get; private set; } = true;

    internal decimal RatePerHour { get; private set; }

    /// <summary>The cost of a time, exact up to the 28 digits of <see cref="decimal"/>.</summary>
    internal static decimal CostOf(decimal ratePerHour, long ticks, long ticksPerSecond)
    {
        var ticksPerHour = ticksPerSecond * 3600;
        return (ratePerHour * (ticks / ticksPerHour)) + (ratePerHour * (ticks % ticksPerHour) / ticksPerHour);
    }

    internal readonly long TicksUntil(long now) => _closedTicks + OpenTicks(now);

    /// <summary>
    /// The cost accrued since the first start. For a later time, it is the cost that will have accrued by then at the present rate.
    /// </summary>
    internal readonly Money TotalUntil(long now) =>
        IsRunning ? _closedCost + Money.From(CostOf(RatePerHour, BilledUntil(now) - _billed, _unitsPerSecond)) : _closedCost;

    internal void Stop(long now)
    {
        (_closedCost, _closedTicks) = (TotalUntil(now), TicksUntil(now));
        IsRunning = false;
    }

    /// <summary>Stops with a total of at least the paid amount.</summary>
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

    // The first increment begins with the stretch. Exactly at the end of an increment, the next one has not begun.
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
