using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Tests;

/// <summary>A logger that counts the events by their ids, and pauses in every call.</summary>
internal sealed class ParallelLogger(LogLevel from) : ILogger<BudgetEnforcer>
{
    private readonly int[] _events = new int[64];

    /// <summary>How often each event came, as text.</summary>
    internal string Counts =>
        "events: " + string.Join(", ", _events.Select((count, id) => (count, id)).Where(each => each.count > 0).Select(each => $"{each.count} of {each.id}"));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel)
    {
        ParallelPause.TakeInside();
        return logLevel >= from;
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ParallelPause.TakeInside();
        Interlocked.Increment(ref _events[eventId.Id]);
    }
}
