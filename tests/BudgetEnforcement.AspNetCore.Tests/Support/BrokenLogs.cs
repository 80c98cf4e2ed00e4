using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.AspNetCore.Tests.Support;

/// <summary>Logs that throw at everything that this package tells them.</summary>
internal sealed class BrokenLogs : ILoggerProvider, ILogger
{
    private bool _isOurs;

    public ILogger CreateLogger(string categoryName) => new BrokenLogs
    {
        _isOurs = categoryName.StartsWith("BudgetEnforcement.AspNetCore.", StringComparison.Ordinal) && !categoryName.Contains(".Tests.", StringComparison.Ordinal),
    };

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (_isOurs)
            throw new IOException("The disk of the logs is full.");
    }

    public void Dispose()
    {
        // It has nothing to dispose of.
    }
}
