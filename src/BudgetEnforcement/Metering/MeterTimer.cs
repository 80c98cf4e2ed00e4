namespace BudgetEnforcement;

/// <summary>Renews the meters on a clock that is not the system's: one timer for all of them; none while there are none.</summary>
/// <remarks>
/// The timer is made, set and disposed of outside the lock, so calls may overtake each other. Of calls that overlapped, the one that returns
/// last sets the timer again. A timer that fires too early does no harm, so it is never put off before it fires. It has a period too, so that
/// a clock that fails to set it does not lose the meters.
/// </remarks>
internal sealed class MeterTimer(TimeProvider clock) : MeterClock
{
    // A real timer counts whole milliseconds, and one that is due at once may fire inside the call that sets it.
    private static readonly TimeSpan ShortestDue = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(10);

    // Guarded by Sync.
    private ITimer? _timer;
    private long _firesAt = CostMeter.NotDue;
    private int _settings;
    private bool _haveOverlapped;
    private int _ticks;

    protected override void OnDueChanged()
    {
        // Each round is there because something happened during the one before; that many do not follow each other but by a mad clock.
        const int MostRounds = 100;
        for (var round = 0; round < MostRounds; round++)
        {
            ITimer? timer;
            long due;
            int ticks;
            lock (Sync)
            {
                ticks = _ticks;
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
                    _haveOverlapped |= _settings > 0;
                    _settings++;
                }
            }

            if (due == CostMeter.NotDue)
            {
                timer?.Dispose();
                return;
            }

            if (timer is null)
                Install(Create(due), due, ticks);
            else if (TrySet(timer, due, ticks))
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
                _ticks = unchecked(_ticks + 1);
                _firesAt = CostMeter.NotDue; // It has fired.
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
#pragma warning disable CA1031 // Then its period has to do.
        catch
#pragma warning restore CA1031
        {
            // It is logged already that the clock fails.
        }
    }

    /// <returns>False where it must look again: another call overlapped, the timer has fired, or it is no longer the one.</returns>
    private bool TrySet(ITimer timer, long due, int ticks)
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
                NoteSetNeedsLock(timer, CostMeter.NotDue, ticks);
                if (ReferenceEquals(timer, _timer))
                    throw;
            }

            // The last meter went and a new one came: what became of this timer is of no interest.
            return false;
        }

        lock (Sync)
            return NoteSetNeedsLock(timer, due, ticks);
    }

    private bool NoteSetNeedsLock(ITimer timer, long firesAt, int ticks)
    {
        _settings--;
        if (!ReferenceEquals(timer, _timer))
            return false;
        if (!_haveOverlapped)
        {
            _firesAt = _ticks == ticks ? firesAt : CostMeter.NotDue;
            return _firesAt <= MetersNeedsLock.EarliestDue;
        }

        // Which of the calls came last is not known; the last to return tries again, alone.
        _firesAt = CostMeter.NotDue;
        if (_settings > 0)
            return true;
        _haveOverlapped = false;
        return false;
    }

    // The timer serves all meters, so it must not carry the context, a tenant or a trace, of the one that started the first.
    private ITimer Create(long due)
    {
        var (time, period) = TimesUntil(due);
        if (ExecutionContext.IsFlowSuppressed())
            return Create();
        using (ExecutionContext.SuppressFlow())
            return Create();

        ITimer Create() => clock.CreateTimer(static self => ((MeterTimer)self!).Tick(), this, time, period);
    }

    private void Install(ITimer timer, long due, int ticks)
    {
        lock (Sync)
        {
            if (_timer is null && !MetersNeedsLock.IsEmpty)
            {
                (_timer, _firesAt) = (timer, _ticks == ticks ? due : CostMeter.NotDue);
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
