namespace BudgetEnforcement;

/// <summary>
/// Renews the meters of a clock that is not the system's, with one timer for all of them. There is no timer while there are no meters.
/// </summary>
/// <remarks>
/// The timer is made, set and disposed of outside the lock, so calls may overtake each other. When calls overlap, the one that returns last
/// sets the timer again. A timer that fires too early does no harm, so it is never postponed. It also has a period, so that the meters are
/// not lost when a clock fails to set it.
/// </remarks>
internal sealed class MeterTimer(TimeProvider clock) : MeterClock
{
    // Real timers count whole milliseconds, and a timer that is due at once may fire inside the call that sets it.
    private static readonly TimeSpan ShortestDue = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(10);

    // Sync guards these fields.
    private ITimer? _timer;
    private long _firesAt = CostMeter.NotDue;
    private int _changesUnderWay; // Calls of Change that have not returned.
    private bool _haveOverlapped;
    private int _firings; // How often the timer has fired.

    protected override void OnDueChanged()
    {
        // A round follows only when something changed during the one before. Only a broken clock needs so many.
        const int MostRounds = 100;
        for (var round = 0; round < MostRounds; round++)
        {
            ITimer? timer;
            long due;
            int firings;
            lock (Sync)
            {
                firings = _firings;
                timer = _timer;
                due = MetersNeedsLock.EarliestDue;
                if (due == CostMeter.NotDue)
                {
                    _timer = null;
                    _firesAt = CostMeter.NotDue;
                }
                else if (timer is not null)
                {
                    if (_firesAt <= due)
                        return;
                    _haveOverlapped |= _changesUnderWay > 0;
                    _changesUnderWay++;
                }
            }

            if (due == CostMeter.NotDue)
            {
                timer?.Dispose();
                return;
            }

            if (timer is null)
                Install(Create(due), due, firings);
            else if (TrySet(timer, due, firings))
                return;
        }
    }

    private void Tick()
    {
        try
        {
            var now = clock.GetTimestamp();
            lock (Sync)
            {
                _firings = unchecked(_firings + 1);
                _firesAt = CostMeter.NotDue; // The timer has fired.
            }

            RenewDue(now);
            OnDueChanged();
        }
#pragma warning disable CA1031 // A timer has no caller to throw to, and an exception there ends the process. The next tick tries again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            RetrySoon(exception);
        }
    }

    private void RetrySoon(Exception exception)
    {
        CostMeter meter;
        ITimer? timer;
        lock (Sync)
        {
            if (MetersNeedsLock.IsEmpty)
                return;
            (meter, timer) = (MetersNeedsLock.Earliest, _timer);
        }

        meter.LogFailureFromPool(exception);
        try
        {
            timer?.Change(meter.RetryTime, meter.RetryTime);
        }
#pragma warning disable CA1031 // The period of the timer still fires.
        catch
#pragma warning restore CA1031
        {
            // The failure of the clock is logged already.
        }
    }

    /// <returns>
    /// False where the caller must look again: another call overlapped, the timer has fired, or another timer replaced it.
    /// </returns>
    private bool TrySet(ITimer timer, long due, int firings)
    {
        try
        {
            var (time, period) = TimesUntil(due);
            timer.Change(time, period);
        }
        catch
        {
            lock (Sync)
            {
                NoteSetNeedsLock(timer, CostMeter.NotDue, firings);
                if (ReferenceEquals(timer, _timer))
                    throw;
            }

            // Another timer has replaced this one, so its failure does not matter.
            return false;
        }

        lock (Sync)
            return NoteSetNeedsLock(timer, due, firings);
    }

    private bool NoteSetNeedsLock(ITimer timer, long firesAt, int firings)
    {
        _changesUnderWay--;
        if (!ReferenceEquals(timer, _timer))
            return false;
        if (!_haveOverlapped)
        {
            _firesAt = _firings == firings ? firesAt : CostMeter.NotDue;
            return _firesAt <= MetersNeedsLock.EarliestDue;
        }

        // It is unknown which call set the timer last, so the last one to return sets it again, alone.
        _firesAt = CostMeter.NotDue;
        if (_changesUnderWay > 0)
            return true;
        _haveOverlapped = false;
        return false;
    }

    // The timer serves all meters, so it must not carry the context (a tenant, a trace) of the caller that started the first.
    private ITimer Create(long due)
    {
        var (time, period) = TimesUntil(due);
        if (ExecutionContext.IsFlowSuppressed())
            return Create();
        using (ExecutionContext.SuppressFlow())
            return Create();

        ITimer Create() => clock.CreateTimer(static self => ((MeterTimer)self!).Tick(), this, time, period);
    }

    private void Install(ITimer timer, long due, int firings)
    {
        lock (Sync)
        {
            if (_timer is null && !MetersNeedsLock.IsEmpty)
            {
                (_timer, _firesAt) = (timer, _firings == firings ? due : CostMeter.NotDue);
                return;
            }
        }

        timer.Dispose();
    }

    private (TimeSpan Due, TimeSpan Period) TimesUntil(long due)
    {
        var ticks = (Int128)(due - clock.GetTimestamp()) * TimeSpan.TicksPerSecond;
        var frequency = clock.TimestampFrequency;
        var time = new TimeSpan((long)((ticks + frequency - 1) / frequency));
        time = time < ShortestDue ? ShortestDue : time;
        return (time, time < ShortestPeriod ? ShortestPeriod : time);
    }
}
