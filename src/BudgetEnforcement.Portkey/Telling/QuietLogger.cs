using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>
/// A logger that never throws. It swallows what the inner logger throws: the caller asked for something else, and an exception on a timer ends the process.
/// </summary>
/// <remarks>Compiled into each package that logs beside the core.</remarks>
#pragma warning disable CA1031 // A logger may throw anything.
internal sealed class QuietLogger(ILogger? inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        try
        {
            return inner?.BeginScope(state);
        }
        catch
        {
            return null;
        }
    }

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return inner?.IsEnabled(logLevel) ?? false;
        }
        catch
        {
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner?.Log(logLevel, eventId, state, exception, formatter);
        }
        catch
        {
            return; // There is nowhere to report it.
        }
    }
}
