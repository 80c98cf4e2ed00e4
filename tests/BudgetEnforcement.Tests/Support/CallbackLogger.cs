using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Tests;

/// <summary>A logger that does what a test tells it to, on every call.</summary>
internal sealed class CallbackLogger(Action<EventId>? onLog = null, Func<LogLevel, bool>? isEnabled = null) : ILogger<BudgetEnforcer>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => isEnabled is null || isEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        onLog?.Invoke(eventId);
}
