using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <content>The start of a meter.</content>
public sealed partial class CostMeter
{
    /// <summary>Starts a meter, if its first increment or minimum and a slice of time fit together.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="ratePerHour">What one hour costs; from 0 to 10¹², both included.</param>
    /// <param name="options">The options of the meter; copied.</param>
    /// <param name="meter">The meter; null where it was refused.</param>
    /// <param name="check">Why it was refused.</param>
    internal static bool TryStart(
        BudgetEnforcer budget, decimal ratePerHour, CostMeterOptions? options, [NotNullWhen(true)] out CostMeter? meter, out BudgetCheck check)
    {
        ThrowIfNoRate(ratePerHour);
        var terms = (options ?? new CostMeterOptions()).ValidCopy(nameof(options));
        var ticksPerSecond = budget.TimeProvider.TimestampFrequency;
        if (ticksPerSecond <= 0)
            throw new InvalidOperationException($"The clock of the budget says that a second has {ticksPerSecond} timestamps.");

        var sliceTicks = Math.Max(Ticks(terms.Slice, ticksPerSecond), 1);
        var reading = MeterReading.Take(budget, budget.TimeProvider, ticksPerSecond, inBackground: false);
        var accrual = new Accrual(ratePerHour, reading.At, ticksPerSecond, terms.Increment, terms.Minimum);
        var until = Math.Min(reading.At + sliceTicks, reading.PeriodEndAt);
        var periodEnd = until < reading.PeriodEndAt ? PeriodCalendar.Never : reading.PeriodEnd;

        // Hold everything first and record nothing, so that a clock that cannot make a timer leaves nothing behind.
        meter = MeteredHold.TryStart(budget, Money.Zero, accrual.TotalUntil(until), periodEnd, out check) is { } hold
            ? new CostMeter(budget, ticksPerSecond, sliceTicks, accrual, hold)
            : null;
        meter?.Start(reading);
        return meter is not null;
    }

    /// <summary>The message of a refused start.</summary>
    internal static string RefusedStartMessage(in BudgetCheck check) => $"The first slice of time of the meter does not fit. {check.Message}";

    /// <summary>Joins the clock that renews the meter, then records what is billed at once.</summary>
    private void Start(in MeterReading reading)
    {
        Money first;
        lock (_sync)
        {
            _lastAt = reading.At;
            first = PlanNeedsLock(reading, reading.At).Total;
        }

        try
        {
            MeterClock.Of(_clock).Update(this);
        }
        catch
        {
            lock (_sync)
            {
                _accrual.Stop(reading.At);
                _isDisposed = true;
                _renewAt = NotDue;
            }

            EndHold(Money.Zero, mayBeBelowRecorded: true); // The timer may have fired and recorded something.
            UpdateClockSafely();
            throw;
        }

        if (!first.IsZero)
            _hold.Charge(first, inBackground: false);
    }
}
