namespace BudgetEnforcement;

/// <content>The operations of users on a meter. Each reads the clock first, so a clock that throws changes nothing.</content>
public sealed partial class CostMeter
{
    /// <summary>
    /// Charges another rate from now on. Time that has passed, and an increment that has begun, are charged at the old rate.
    /// </summary>
    /// <param name="ratePerHour">What one hour costs, in the currency of the budget; from 0 to 10¹², both included.</param>
    /// <remarks>
    /// Where a slice at the new rate does not fit, the meter goes on with what it holds, as after any renewal that does not fit. Once that
    /// pays for no more than a quarter of a slice at the new rate, which may be at once, <see cref="ExhaustedToken"/> is cancelled. The
    /// time is charged at the new rate all the same.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ratePerHour"/> is out of its range.</exception>
    /// <exception cref="ObjectDisposedException">The meter is disposed.</exception>
    public void ChangeRate(decimal ratePerHour)
    {
        ThrowIfNoRate(ratePerHour);
        ThrowIfDisposed();
        var reading = Read(inBackground: false);
        Plan plan;
        lock (_sync)
        {
            if (_isDisposed)
                return;
            var now = LatestNeedsLock(reading.At);
            _accrual.ChangeRate(now, ratePerHour);
            if (!_accrual.IsRunning)
                return;
            plan = PlanNeedsLock(reading, now);
        }

        Renew(plan, isResumption: false, inBackground: false);
        UpdateClockSafely();
    }

    /// <summary>
    /// Records what has passed, holds nothing and charges nothing until <see cref="Resume"/>. Does nothing where it is paused already.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The meter is disposed.</exception>
    public void Pause()
    {
        ThrowIfDisposed();
        var at = _clock.GetTimestamp();
        Plan plan;
        lock (_sync)
        {
            var now = LatestNeedsLock(at); // Even if nothing else is done, so that no later call works with an earlier time.
            if (!_accrual.IsRunning)
                return;
            _accrual.Stop(now);
            plan = PlanNeedsLock(default, now);
        }

        _hold.Pause(plan.Total, plan.Order);
        UpdateClockSafely();
    }

    /// <summary>Charges again from now on, with a new first increment and minimum. Does nothing where it is not paused.</summary>
    /// <remarks>
    /// It passes callers that wait for room, because the meter was admitted before. Where the next slice does not fit,
    /// <see cref="ExhaustedToken"/> is cancelled, and the time is charged all the same.
    /// </remarks>
    /// <exception cref="ObjectDisposedException">The meter is disposed.</exception>
    public void Resume()
    {
        ThrowIfDisposed();
        var reading = Read(inBackground: false);
        Accrual paused;
        Plan plan;
        lock (_sync)
        {
            var now = LatestNeedsLock(reading.At);
            if (_isDisposed || _accrual.IsRunning)
                return;
            paused = _accrual;
            _accrual.Start(now);
            plan = PlanNeedsLock(reading, now);
        }

        try
        {
            MeterClock.Of(_clock).Update(this);
        }
        catch
        {
            Undo(plan, paused);
            throw;
        }

        Renew(plan, isResumption: true, inBackground: false);
        UpdateClockSafely();
    }

    /// <summary>
    /// Records the exact cost until now and frees what is held beyond it. Both are done when it returns, even if other threads use the
    /// meter.
    /// </summary>
    /// <remarks>
    /// A clock that throws is read again a few times. If it still throws, the meter ends at the last timestamp that it has seen, or with
    /// the amount that is held where that is more; the exception is logged and not thrown.
    /// </remarks>
    public void Dispose()
    {
        var (now, failure) = IsDisposed ? (0, null) : ReadUntilItWorks();
        var paid = Money.Zero;
        if (failure is not null)
        {
            _budget.ReadMetering(_hold, out var recorded, out var held);
            paid = recorded + held;
        }

        Money total;
        bool isFirst, hasPeriods;
        lock (_sync)
        {
            isFirst = !_isDisposed;
            if (isFirst && _accrual.IsRunning)
                _accrual.StopAtLeastAt(failure is null ? LatestNeedsLock(now) : _lastAt, paid);
            else if (isFirst && failure is null)
                LatestNeedsLock(now);
            _isDisposed = true;
            _renewAt = NotDue;
            total = _accrual.TotalUntil(_lastAt);
            hasPeriods = _hasPeriods;
        }

        // A second Dispose also ends the hold, because the cost must be recorded when it returns.
        EndHold(total, mayBeBelowRecorded: isFirst && hasPeriods);
        if (!isFirst)
            return;
        UpdateClockSafely();
        while (TakeSource() is not null)
        {
            // The sources stay linked to the budget.
        }

        if (failure is not null)
            LogFailure(failure);
    }

    /// <summary>Does the same as <see cref="Dispose"/>, synchronously.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private bool IsDisposed
    {
        get
        {
            lock (_sync)
                return _isDisposed;
        }
    }

    /// <summary>Undoes a resumption after the clock threw, unless the meter was changed meanwhile.</summary>
    private void Undo(in Plan plan, in Accrual paused)
    {
        lock (_sync)
        {
            if (_order != plan.Order || _isDisposed)
                return;
            _accrual = paused;
            _renewAt = NotDue;
        }

        UpdateClockSafely();
    }

    private void EndHold(in Money total, bool mayBeBelowRecorded)
    {
        try
        {
            _hold.End(total);
            if (!mayBeBelowRecorded)
                return;

            // A period that began too early, by a wrong clock, has recorded the whole hold.
            _budget.ReadMetering(_hold, out var recorded, out _);
            if (recorded > total)
                _budget.TryRefund((recorded - total).ToDecimal(roundUp: false));
        }
#pragma warning disable CA1031 // Disposal throws nothing.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailure(exception);
        }
    }

    /// <summary>
    /// Updates the clock with the time at which the meter is due. Where the timer cannot be set, its old setting still fires and then tries
    /// again.
    /// </summary>
    private void UpdateClockSafely()
    {
        try
        {
            MeterClock.Of(_clock).Update(this);
        }
#pragma warning disable CA1031 // The operation itself is done.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailure(exception);
        }
    }

    private (long Now, Exception? Failure) ReadUntilItWorks()
    {
        const int Tries = 4;
        Exception? failure = null;
        for (var tries = 0; tries < Tries; tries++)
        {
            try
            {
                return (_clock.GetTimestamp(), null);
            }
#pragma warning disable CA1031 // A clock is foreign code and may throw anything.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure = exception;
            }
        }

        return (0, failure);
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(IsDisposed, this);
}
