namespace BudgetEnforcement;

/// <summary>
/// Renews the meters on the clock of the system, on its own thread, because the thread pool may be busy with the very work that must stop.
/// </summary>
/// <remarks>
/// The thread starts with the first meter and ends some time after the last one. No foreign code runs on it: the thread pool tells the
/// announcements.
/// </remarks>
internal sealed class MeterThread : MeterClock
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(20);

    private Thread? _thread;
    private long _wakesAt;
    private long _wakings;

    /// <summary>The number of times that the thread has woken up.</summary>
    internal long Wakings => Interlocked.Read(ref _wakings);

    protected override void OnDueChanged()
    {
        lock (Sync)
        {
            if (MetersNeedsLock.IsEmpty)
                return;
            if (_thread is null)
                StartNeedsLock();
            else if (MetersNeedsLock.EarliestDue < _wakesAt)
                Monitor.Pulse(Sync);
        }
    }

    private void StartNeedsLock()
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "BudgetEnforcement meters" };
        thread.UnsafeStart(); // The thread serves all meters, so it must not carry the context (a tenant, a trace) of the first.
        _thread = thread;
    }

    private void Run()
    {
        while (WaitForDue() is { } now)
            RenewDue(now);
    }

    /// <summary>Waits until a meter is due.</summary>
    /// <returns>The time; null where there was no meter for so long that the thread must end.</returns>
    private long? WaitForDue()
    {
        lock (Sync)
        {
            while (true)
            {
                var now = TimeProvider.System.GetTimestamp();
                var due = MetersNeedsLock.EarliestDue;
                if (due <= now)
                    return now;

                _wakesAt = due;
                var wait = due == CostMeter.NotDue ? IdleTime : TimeProvider.System.GetElapsedTime(now, due);
                var isPulsed = Monitor.Wait(Sync, (int)Math.Ceiling(wait.TotalMilliseconds));
                _wakesAt = 0;
                Interlocked.Increment(ref _wakings);
                if (due == CostMeter.NotDue && !isPulsed && MetersNeedsLock.IsEmpty)
                {
                    _thread = null;
                    return null;
                }
            }
        }
    }
}
