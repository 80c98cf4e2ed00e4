namespace BudgetEnforcement;

/// <content>The charging itself: what is done on the one thread at a time that carries requests out.</content>
public sealed partial class CostMeter
{
    private void Do(in Request request)
    {
        // Requests come in the order of their arrival, which may not be that of their timestamps; time does not run backwards for that.
        var now = Math.Max(request.At, _lastAt);
        Interlocked.Exchange(ref _lastAt, now);
        switch (request.Kind)
        {
            case RequestKind.Pause when IsRunning:
                MeterClock.Of(_clock).Remove(this);
                Stop(now);
                break;
            case RequestKind.Resume when !IsRunning && !_stopped.Task.IsCompleted:
                lock (_sync)
                    _accrual.Start(now);
                Renew(now);
                MeterClock.Of(_clock).Add(this);
                break;
            case RequestKind.ChangeRate:
                lock (_sync)
                    _accrual.ChangeRate(now, request.Rate);
                if (IsRunning)
                    Renew(now);
                break;
            case RequestKind.Renew when IsRunning:
                Renew(now);
                break;
            case RequestKind.Stop:
                MeterClock.Of(_clock).Remove(this);
                try
                {
                    Stop(now);
                }
                finally
                {
                    _stopped.TrySetResult();
                }

                break;
        }
    }

    private void Stop(long now)
    {
        lock (_sync)
            _accrual.Stop(now);
        Settle(now);
    }

    /// <summary>Records what is due and holds the next slice; where that does not fit, what is held stays, and pays for stopping.</summary>
    private void Renew(long now)
    {
        var next = SliceCost(RatePerHour);
        var due = DueAt(now);
        if (_held is null)
        {
            // Nothing was held for this time: after a pause there is none of it, after exhaustion it is the truth.
            if (due > 0)
                _budget.AddCost(due);
            NoteRecorded(due);
            if (!_budget.TryReserve(next, out _held))
                Exhaust();
        }
        else if (_held.TryRenew(due, next))
        {
            NoteRecorded(due);
        }
        else
        {
            Exhaust();
            if (due > _held.Amount)
                Settle(now);
        }

        lock (_sync)
            _renewAt = now + HalfSlice;
    }

    private void Settle(long now)
    {
        var due = DueAt(now);
        if (_held is { } held)
        {
            held.Commit(due);
            _held = null;
        }
        else if (due > 0)
        {
            _budget.AddCost(due);
        }

        NoteRecorded(due);
    }

    private void Exhaust()
    {
        if (_exhausted.IsCancellationRequested)
            return;
        Log.MeterExhausted(_budget.Logger, _budget.Name, RatePerHour, _budget.Currency);
        try
        {
            // Here and now, not on the thread pool: it may be busy with the very work that is to stop, and no lock is held.
            _exhausted.Cancel(throwOnFirstException: false);
        }
        catch (AggregateException exception)
        {
            Log.CallbackFailed(_budget.Logger, exception, _budget.Name);
        }
    }

    private decimal DueAt(long now)
    {
        lock (_sync)
            return _accrual.DueAt(now);
    }

    private void NoteRecorded(decimal due)
    {
        lock (_sync)
            _accrual.Record(due);
    }
}
