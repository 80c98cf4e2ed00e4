using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Soak;

/// <summary>Formats what it is told, forgets it, and throws now and then; whether it wants details changes from call to call.</summary>
internal sealed class UnreliableLogger : ILogger<BudgetEnforcer>
{
    private int _calls;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel)
    {
        var call = Next();
        if (call % 4099 == 0)
            throw new InvalidOperationException("The logger cannot tell whether it is enabled.");
        return logLevel > LogLevel.Debug || call % 64 == 0;
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var call = Next();
        if (call % 1021 == 0)
            throw new InvalidOperationException("The logger is broken.");
        if (call % 8 == 0)
            _ = formatter(state, exception);
    }

    private uint Next() => unchecked((uint)Interlocked.Increment(ref _calls));
}
