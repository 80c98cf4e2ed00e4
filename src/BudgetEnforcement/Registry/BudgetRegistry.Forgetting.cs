namespace BudgetEnforcement;

/// <content>The forgetting of budgets.</content>
public sealed partial class BudgetRegistry<TKey>
{
    // A call adds one budget and looks at several, so the registry shrinks however fast it is used.
    private const int LooksPerAddition = 4;
    private const int LooksPerWorkItem = 1000;

    private static long TimestampTicks(TimeSpan time, TimeProvider clock)
    {
        var ticks = (Int128)time.Ticks * clock.TimestampFrequency / TimeSpan.TicksPerSecond;
        return (long)Int128.Clamp(ticks, 1, long.MaxValue);
    }

    private static long Elapsed(long since, long now) => (long)Int128.Clamp((Int128)now - since, 0, long.MaxValue);

    private long After(long now) => (long)Int128.Min((Int128)now + _forgetAfter, long.MaxValue);

    private long Now() => _forgetAfter == 0 ? 0 : ReadClock();

    private long ReadClock()
    {
        try
        {
            var now = _clock.GetTimestamp();
            Volatile.Write(ref _lastReading, now);
            return now;
        }
#pragma warning disable CA1031 // A clock may throw anything. Callers must find the budget of a key all the same: without it nothing is enforced.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            RegistryLog.RegistryClockFailed(_logger, exception);
            return Volatile.Read(ref _lastReading);
        }
    }

    /// <summary>Queues an entry, to be looked at after enough time without a request for its budget.</summary>
    private void Await(RegistryEntry entry, long since)
    {
        if (_forgetAfter != 0)
            _idle.Add(entry, After(since));
    }

    private void NoteHeldAgain(RegistryEntry entry)
    {
        _table.Recount(entry);
        Await(entry, entry.LastUsed);
    }

    /// <summary>Forgets budgets until the registry holds fewer than it may.</summary>
    /// <returns>Whether the registry holds fewer now.</returns>
    private bool TryMakePlace(long now)
    {
        while (_table.IsFull)
        {
            if (!TryLookAtOne(now))
                return false;
        }

        return true;
    }

    private void LookAtSome(long now)
    {
        if (_forgetAfter == 0)
            return;
        for (var looks = 0; looks < LooksPerAddition && TryLookAtOne(now); looks++)
        {
        }

        QueueSweepIfDue(now);
    }

    /// <summary>Looks at one entry that a keeper has returned or that is due.</summary>
    /// <returns>Whether there was such an entry.</returns>
    private bool TryLookAtOne(long now)
    {
        if (_returned.TryTake(out var returned))
            TakeNote((RegistryEntry<TKey>)returned);
        else if (_idle.TryTakeDue(now, out var due))
            LookAt(due, now);
        else
            return false;
        return true;
    }

    private void TakeNote(RegistryEntry<TKey> returned)
    {
        if (returned.IsAlive)
            NoteHeldAgain(returned);
        else
            _table.Remove(returned);
    }

    private void LookAt(RegistryEntry entry, long now)
    {
        if (entry.Held is not { } budget)
            return; // The budget was removed in the meantime.

        var lastUsed = entry.LastUsed;
        if (Elapsed(lastUsed, now) < _forgetAfter)
            Await(entry, lastUsed);
        else if (!budget.IsForgettable(entry))
            Await(entry, now);
        else if (entry.TryForget(budget, _returned))
            _table.Recount(entry);
    }

    private bool IsSweepDue(long now) => now >= _idle.NextDue || !_returned.IsEmpty;

    private void QueueSweepIfDue(long now)
    {
        if (_forgetAfter != 0 && IsSweepDue(now) && Interlocked.Exchange(ref _isSweepQueued, 1) == 0)
            WorkItems.Queue(Sweep);
    }

    /// <summary>Looks at the due entries, a limited number per work item, so that it does not keep a thread of the pool.</summary>
    private void Sweep()
    {
        var now = Now();
        for (var looks = 0; looks < LooksPerWorkItem && TryLookAtOne(now); looks++)
        {
        }

        Volatile.Write(ref _isSweepQueued, 0);
        QueueSweepIfDue(now);
    }
}
