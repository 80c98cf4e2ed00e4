using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <content>
/// The recording of costs and the renewal of holds. Totals are cumulative, so concurrent callers need no order: a late call records nothing
/// twice.
/// </content>
public sealed partial class CostMeter
{
    /// <summary>A meter is renewed once it has used one in this many parts of its slice.</summary>
    private const int PartsBetweenRenewals = 2;

    /// <summary>A meter is exhausted once what it holds pays for no more than one in this many parts of a slice. An exhausted one tries again as often.</summary>
    private const int PartsLeftForStopping = 4;

    /// <summary>
    /// Records the time that has passed and holds the next slice, if that is due. It throws nothing, and this thread tells no
    /// announcements.
    /// </summary>
    /// <returns>False where the renewal failed; the failure is logged.</returns>
    internal bool RenewIfDue()
    {
        try
        {
            var reading = Read(inBackground: true);
            Plan plan;
            lock (_sync)
            {
                var now = LatestNeedsLock(reading.At);
                if (now < _renewAt)
                    return true;
                plan = PlanNeedsLock(reading, now);
            }

            Renew(plan, isResumption: false, inBackground: true);
            return true;
        }
#pragma warning disable CA1031 // No caller to throw to: an exception on a timer or on a thread of our own ends the process.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailureFromPool(exception);
            return false;
        }
    }

    internal void LogFailureFromPool(Exception exception) => WorkItems.Queue(() => LogFailure(exception));

    private void LogFailure(Exception exception) => MeterLog.MeterFailed(_budget.Logger, exception, _budget.Name);

    private MeterReading Read(bool inBackground) => MeterReading.Take(_budget, _clock, _ticksPerSecond, inBackground);

    /// <summary>
    /// Returns the latest timestamp. The thread that read the clock first may come here last, and time must not run backwards.
    /// </summary>
    private long LatestNeedsLock(long now)
    {
        if (!_isDisposed && now > _lastAt)
            _lastAt = now;
        return _lastAt;
    }

    /// <summary>Plans what to record and to hold from now on. Each plan replaces the plans before it.</summary>
    private Plan PlanNeedsLock(in MeterReading reading, long now)
    {
        var total = _accrual.TotalUntil(now);
        var order = ++_order;
        if (!_accrual.IsRunning)
        {
            _renewAt = NotDue;
            return new Plan(order, now, total, Money.Zero, PeriodCalendar.Never, PeriodCalendar.Never);
        }

        _hasPeriods |= reading.HasPeriods;
        _renewAt = Math.Max(Math.Min(now + Math.Max(_sliceTicks / PartsBetweenRenewals, 1), reading.PeriodEndAt), now + 1);
        var until = Math.Min(now + _sliceTicks, Math.Max(reading.PeriodEndAt, now));
        var next = Money.SubtractToZero(_accrual.TotalUntil(until), total);
        return new Plan(order, now, total, next, until < reading.PeriodEndAt ? PeriodCalendar.Never : reading.PeriodEnd, reading.PeriodEndAt);
    }

    /// <summary>
    /// Carries out a plan. Where the next hold does not fit, the present hold goes on paying, and a cost above it is recorded all the same.
    /// </summary>
    private void Renew(in Plan plan, bool isResumption, bool inBackground)
    {
        if (_hold.TryRenew(plan.Total, plan.Next, plan.PeriodEnd, inBackground, out var refusal, plan.Order))
            return;

        _budget.ReadMetering(_hold, out var recorded, out var held);
        var paid = recorded + held;
        var isUnpaid = plan.Total > paid;
        bool isExhaustedNow;
        decimal rate;
        lock (_sync)
        {
            // A newer plan, a pause or disposal has replaced this plan.
            if (plan.Order != _order || _isDisposed)
                return;
            rate = _accrual.RatePerHour;
            isExhaustedNow = !IsExhaustedNeedsLock && (isResumption || isUnpaid || IsRunningOutNeedsLock(plan.At, paid));
            if (isExhaustedNow)
                Volatile.Write(ref _refusal, new StrongBox<BudgetCheck>(refusal));
            var retryAt = IsExhaustedNeedsLock ? plan.At + Math.Max(_sliceTicks / PartsLeftForStopping, 1) : NextTryNeedsLock(plan.At, paid);
            _renewAt = Math.Max(Math.Min(retryAt, plan.PeriodEndAt), plan.At + 1);
        }

        if (isExhaustedNow)
            CancelTokens();
        if (isUnpaid)
            _hold.Charge(plan.Total, inBackground);
        if (!isExhaustedNow)
            return;

        // The log gives the reason for the missing room: other holders where the slice would fit without them, and otherwise the spend.
        var isHeldByOthers = Money.AddSaturating(Money.AddSaturating(Money.From(refusal.Spent), held), Money.From(refusal.RequiredAmount)) <= Money.From(refusal.Limit);
        if (inBackground)
            LogExhaustedFromPool(rate, refusal, isHeldByOthers);
        else
            LogExhausted(rate, refusal, isHeldByOthers);
    }

    /// <summary>Whether the paid amount covers no more than a quarter of a slice.</summary>
    private bool IsRunningOutNeedsLock(long at, in Money paid) => _accrual.TotalUntil(at + (_sliceTicks / PartsLeftForStopping) + 1) > paid;

    /// <summary>When to try again: soon, but no later than the moment at which the money runs out.</summary>
    private long NextTryNeedsLock(long at, in Money paid)
    {
        var (before, next) = (at, at + RetryTicks);
        if (!IsRunningOutNeedsLock(next, paid))
            return next;
        while (next - before > 1)
        {
            var middle = before + ((next - before) / 2);
            if (IsRunningOutNeedsLock(middle, paid))
                next = middle;
            else
                before = middle;
        }

        return next;
    }

    private void LogExhaustedFromPool(decimal rate, BudgetCheck refusal, bool isHeldByOthers) =>
        WorkItems.Queue(() => LogExhausted(rate, refusal, isHeldByOthers));

    private void LogExhausted(decimal rate, in BudgetCheck refusal, bool isHeldByOthers) => MeterLog.MeterExhausted(
        _budget.Logger, _budget.Name, rate, _budget.Currency, refusal.BudgetName, isHeldByOthers ? "held by others" : "spent");

    /// <summary>The amounts to record and to hold, computed at one moment.</summary>
    /// <param name="Order">The number of the plan. The plan with the highest number counts, even if it is carried out first.</param>
    /// <param name="At">The timestamp.</param>
    /// <param name="Total">The cost that has accrued until then.</param>
    /// <param name="Next">The cost of the time ahead, up to the end of the slice or of the period.</param>
    /// <param name="PeriodEnd">See <see cref="MeteredHold.PeriodEndNeedsLock"/>.</param>
    /// <param name="PeriodEndAt">The timestamp of the next end of a period.</param>
    private readonly record struct Plan(long Order, long At, Money Total, Money Next, long PeriodEnd, long PeriodEndAt);
}
