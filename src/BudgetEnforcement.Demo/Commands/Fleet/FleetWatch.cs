using BudgetEnforcement.Demo.Jobs;

namespace BudgetEnforcement.Demo.Commands.Fleet;

/// <summary>Brings the reports of many threads before one view, in order and no more often than it is worth.</summary>
internal sealed class FleetWatch : IFleetWatch
{
    private readonly Lock _sync = new();
    private readonly IFleetView _view;
    private readonly FleetMessages _messages;
    private readonly TimeProvider _clock;
    private readonly CrossingWatch[] _crossings;
    private long? _drawnAt;

    internal FleetWatch(IFleetView view, FleetMessages messages, IEnumerable<BudgetEnforcer> budgets, TimeProvider clock)
    {
        _view = view;
        _messages = messages;
        _clock = clock;
        _crossings = [.. budgets.Select(budget => new CrossingWatch(budget, crossing => Tell($"! {messages.Crossing(crossing)}")))];
    }

    /// <summary>Waits until all crossings of the budgets are told.</summary>
    internal async Task CatchUpAsync()
    {
        foreach (var crossings in _crossings)
            await crossings.CatchUpAsync().ConfigureAwait(false);
    }

    public void Changed()
    {
        // A thread that comes while another draws does not wait for it: the next one draws again.
        if (!_sync.TryEnter())
            return;
        try
        {
            var now = _clock.GetTimestamp();
            if (_drawnAt is { } drawnAt && _clock.GetElapsedTime(drawnAt, now) < _view.Interval)
                return;

            _drawnAt = now;
            _view.Draw();
        }
        finally
        {
            _sync.Exit();
        }
    }

    public void Ended(FleetJob job) => Tell(_messages.Ending(job));

    private void Tell(string line)
    {
        lock (_sync)
            _view.Tell(line);
    }
}
