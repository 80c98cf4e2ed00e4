using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Soak;

/// <summary>Formats what it is told, forgets it, and throws now and then; whether it wants details changes from call to call.</summary>
internal sealed class UnreliableLogger : ILogger<BudgetEnforcer>
{
    private static int _drops;
    private int _calls;

    /// <summary>How often a budget said that it dropped crossings, because its handlers could not keep up.</summary>
    internal static int Drops => Volatile.Read(ref _drops);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel)
    {
        var call = Next();
        if (call % 4099 == 0 && logLevel != LogLevel.Warning)
            throw new InvalidOperationException("The logger cannot tell whether it is enabled.");
        return logLevel > LogLevel.Debug || call % 64 == 0;
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name == "AnnouncementsDropped")
            Interlocked.Increment(ref _drops);
        var call = Next();
        if (call % 1021 == 0)
            throw new InvalidOperationException("The logger is broken.");
        if (call % 8 == 0)
            _ = formatter(state, exception);
    }

    private uint Next() => unchecked((uint)Interlocked.Increment(ref _calls));
}
