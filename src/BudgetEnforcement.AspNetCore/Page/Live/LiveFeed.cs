using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.AspNetCore;

/// <summary>
/// Reads the budgets once a second, once for all watchers, and only while there is one. A watcher takes the newest state when it comes to it, so a
/// slow one misses states and nothing queues up for it.
/// </summary>
/// <threadsafety>Safe for use by several threads; its lock holds no foreign code.</threadsafety>
internal sealed class LiveFeed(BudgetsModel model, BudgetsPageOptions options, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly object _sync = new();
    private TaskCompletionSource<LiveState> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LiveState? _present;
    private ITimer? _timer;
    private int _watchers;
    private int _isMaking;

    internal int Watchers => Volatile.Read(ref _watchers);

    /// <summary>Lets one more watcher in, unless there are as many as may watch.</summary>
    internal bool TryJoin()
    {
        lock (_sync)
        {
            if (_watchers == options.MaxWatchers)
                return false;
            _watchers++;
        }

        try
        {
            StartTimer();
            return true;
        }
        catch
        {
            // The clock is foreign code. A watcher that it throws at gives its place back.
            Leave();
            throw;
        }
    }

    internal void Leave()
    {
        ITimer? idle = null;
        lock (_sync)
        {
            if (--_watchers > 0)
                return;
            idle = Interlocked.Exchange(ref _timer, null);
            _present = null;
        }

        idle?.Dispose();
    }

    /// <summary>Waits for a state that is not the one that the watcher has.</summary>
    internal Task<LiveState> NextAsync(LiveState? seen, CancellationToken cancellationToken)
    {
        lock (_sync)
        {
            return _present is { } present && present != seen
                ? Task.FromResult(present)
                : _next.Task.WaitAsync(cancellationToken);
        }
    }

    internal void Stop() => Interlocked.Exchange(ref _timer, null)?.Dispose();

    private void StartTimer()
    {
        if (Volatile.Read(ref _timer) is not null)
            return;
        var timer = model.Clock.CreateTimer(_ => Make(), null, TimeSpan.Zero, Interval);
        if (Interlocked.CompareExchange(ref _timer, timer, null) is not null)
            timer.Dispose();
    }

    private void Make()
    {
        // A state that takes longer than a second is not made twice at once.
        if (Interlocked.Exchange(ref _isMaking, 1) == 1)
            return;
        try
        {
            _ = model.ReadNodesAsync(afresh: false, CancellationToken.None).ContinueWith(
                static read => _ = read.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            Publish(new LiveState(model.Read()));
        }
#pragma warning disable CA1031 // A timer has no caller, and the next second may be better.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            AspNetCoreLog.BudgetPageFailed(logger, exception);
        }
        finally
        {
            Volatile.Write(ref _isMaking, 0);
        }
    }

    private void Publish(LiveState state)
    {
        TaskCompletionSource<LiveState> waiting;
        lock (_sync)
        {
            if (_watchers == 0)
                return;
            _present = state;
            waiting = _next;
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        waiting.SetResult(state);
    }
}
