using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>
/// A logger that never throws. It swallows what the inner logger throws, because there is nowhere to report it. It formats texts for
/// people, see <see cref="LogText"/>.
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

    // Every cost asks this, so it must cost nothing without a logger. The try block is in another method because the JIT does not inline
    // methods with one.
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
            // There is nowhere to report a logger that fails.
        }
    }
}
