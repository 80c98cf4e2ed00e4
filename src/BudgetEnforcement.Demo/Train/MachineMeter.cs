using BudgetEnforcement.Demo.Numbers;

namespace BudgetEnforcement.Demo.Train;

/// <summary>
/// Turns the time of a machine with a price per hour into recorded cost. Time is held in the budget before it is used and settled
/// after; a part held from the start pays for the landing.
/// </summary>
internal sealed class MachineMeter
{
    // What is finer than a millionth of a millionth is rounded up, once for all time so far and not once a step.
    private const int Decimals = 12;

    private readonly BudgetEnforcer _budget;
    private readonly decimal _ratePerHour;
    private readonly TimeProvider _clock;
    private BudgetReservation? _landing;
    private BudgetReservation? _held;
    private long _start;
    private decimal _settledCost;

    internal MachineMeter(BudgetEnforcer budget, decimal ratePerHour, TimeProvider clock)
    {
        _budget = budget;
        _ratePerHour = ratePerHour;
        _clock = clock;
    }

    /// <summary>The time that is paid for, since the start.</summary>
    internal TimeSpan Settled { get; private set; }

    /// <summary>What so much time of the machine costs.</summary>
    internal decimal CostOf(TimeSpan time) => ExactDecimal.ScaleUp(_ratePerHour, time.Ticks, TimeSpan.TicksPerHour, Decimals);

    /// <summary>How long the machine runs for that much; the longest time there is where it runs longer.</summary>
    internal TimeSpan TimeFor(decimal amount)
    {
        const decimal mostHours = (decimal)long.MaxValue / TimeSpan.TicksPerHour;
        return amount / mostHours >= _ratePerHour
            ? TimeSpan.MaxValue
            : TimeSpan.FromTicks((long)Math.Min(Math.Round(amount / _ratePerHour * TimeSpan.TicksPerHour), long.MaxValue));
    }

    /// <summary>Starts the clock, if the budget can pay for the landing.</summary>
    internal bool TryStart(TimeSpan landing)
    {
        _start = _clock.GetTimestamp();
        return _budget.TryReserve(CostOf(landing), out _landing);
    }

    /// <summary>Holds what the next piece of work may cost at most; false where the budget has no room for it.</summary>
    internal bool TryHold(TimeSpan atMost) => _budget.TryReserve(CostOf(atMost), out _held);

    /// <summary>Records the cost of the time since the last call.</summary>
    /// <returns>That time.</returns>
    internal TimeSpan Settle() => Settle(ref _held);

    /// <summary>Records the cost of the time since the last call, out of what was held for the landing.</summary>
    internal void Land() => Settle(ref _landing);

    /// <summary>Gives back what was held for a landing, of a run that did not take off.</summary>
    internal void Abandon() => _landing?.Release();

    private TimeSpan Settle(ref BudgetReservation? reservation)
    {
        var elapsed = _clock.GetElapsedTime(_start);
        var cost = CostOf(elapsed);
        if (reservation is null)
            _budget.AddCost(cost - _settledCost);
        else
            reservation.Commit(cost - _settledCost);

        reservation = null;
        var span = elapsed - Settled;
        Settled = elapsed;
        _settledCost = cost;
        return span;
    }
}
