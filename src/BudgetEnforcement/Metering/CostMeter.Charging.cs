namespace BudgetEnforcement;

/// <content>What is recorded and held. Totals are cumulative, so callers need not take turns: what comes late records nothing twice.</content>
public sealed partial class CostMeter
{
    /// <summary>Records what has passed and holds the next slice where that is due. It throws nothing, and tells nothing on this thread.</summary>
    /// <returns>False where it failed; the failure is logged.</returns>
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
#pragma warning disable CA1031 // A timer and a thread of our own have no caller to throw to, and an exception there ends the process.
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

    /// <summary>Time does not run backwards: of several who read the clock, the one who was first may come here last.</summary>
    private long LatestNeedsLock(long now)
    {
        if (!_isDisposed && now > _lastAt)
            _lastAt = now;
        return _lastAt;
    }

    /// <summary>What is to be recorded and held from now on. Each plan replaces the ones before.</summary>
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
        _renewAt = Math.Max(Math.Min(now + Math.Max(_sliceTicks / 2, 1), reading.PeriodEndAt), now + 1);
        var until = Math.Min(now + _sliceTicks, Math.Max(reading.PeriodEndAt, now));
        var next = Money.SubtractToZero(_accrual.TotalUntil(until), total);
        return new Plan(order, now, total, next, until < reading.PeriodEndAt ? PeriodCalendar.Never : reading.PeriodEnd, reading.PeriodEndAt);
    }

    /// <summary>Carries a plan out. Where it does not fit, what is held pays on; what is above that is recorded all the same.</summary>
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
            // A newer plan, a pause or the end has its own say.
            if (plan.Order != _order || _isDisposed)
                return;
            rate = _accrual.RatePerHour;
            isExhaustedNow = !_isExhausted && (isResumption || isUnpaid || IsRunningOutNeedsLock(plan.At, paid));
            _isExhausted |= isExhaustedNow;
            var retryAt = _isExhausted ? plan.At + Math.Max(_sliceTicks / 4, 1) : NextTryNeedsLock(plan.At, paid);
            _renewAt = Math.Max(Math.Min(retryAt, plan.PeriodEndAt), plan.At + 1);
        }

        if (isExhaustedNow)
            CancelTokens();
        if (isUnpaid)
            _hold.Charge(plan.Total, inBackground);
        if (!isExhaustedNow)
            return;

        var isHeldByOthers = Money.AddSaturating(Money.AddSaturating(Money.From(refusal.Spent), held), Money.From(refusal.RequiredAmount)) <= Money.From(refusal.Limit);
        if (inBackground)
            LogExhaustedFromPool(rate, refusal, isHeldByOthers);
        else
            LogExhausted(rate, refusal, isHeldByOthers);
    }

    /// <summary>Whether what is paid for suffices for no more than a quarter of a slice.</summary>
    private bool IsRunningOutNeedsLock(long at, in Money paid) => _accrual.TotalUntil(at + (_sliceTicks / 4) + 1) > paid;

    /// <summary>When to try again: soon, but not after the moment at which it runs out.</summary>
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

    /// <summary>What to record and to hold, as of one moment.</summary>
    /// <param name="Order">Its number: of two plans the one with the higher number counts, also where it is carried out first.</param>
    /// <param name="At">The timestamp.</param>
    /// <param name="Total">What has accrued until then.</param>
    /// <param name="Next">What the time ahead costs, up to the end of the slice or of the period.</param>
    /// <param name="PeriodEnd">See <see cref="MeteredHold.PeriodEndNeedsLock"/>.</param>
    /// <param name="PeriodEndAt">The timestamp of the next end of a period.</param>
    private readonly record struct Plan(long Order, long At, Money Total, Money Next, long PeriodEnd, long PeriodEndAt);
}
