using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>
/// A logger that never throws: what the real one throws is swallowed, for it cannot be told anywhere. Its texts are for people: see
/// <see cref="LogText"/>.
/// </summary>
internal sealed class SafeLogger(ILogger? inner) : ILogger
{
    internal static SafeLogger Silent { get; } = new(null);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        try
        {
            return inner?.BeginScope(state);
        }
#pragma warning disable CA1031 // A logger may throw anything, and the spender must not see it.
        catch
#pragma warning restore CA1031
        {
            return null;
        }
    }

    // Asked with every cost, so without a logger it must cost nothing; and what has a try in it is never inlined.
    public bool IsEnabled(LogLevel logLevel) => inner is not null && AsksFor(inner, logLevel);

    private static bool AsksFor(ILogger inner, LogLevel logLevel)
    {
        try
        {
            return inner.IsEnabled(logLevel);
        }
#pragma warning disable CA1031 // As above.
        catch
#pragma warning restore CA1031
        {
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner?.Log(logLevel, eventId, state, exception, (state, exception) => LogText.Of(formatter, state, exception));
        }
#pragma warning disable CA1031 // As above.
        catch
#pragma warning restore CA1031
        {
            // A broken logger cannot be told that it is broken.
        }
    }
}
