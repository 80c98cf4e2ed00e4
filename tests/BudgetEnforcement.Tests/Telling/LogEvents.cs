using System.Reflection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests;

/// <summary>Every log event that the library declares.</summary>
internal static class LogEvents
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    internal static IReadOnlyList<(MethodInfo Method, LoggerMessageAttribute Event)> All { get; } =
    [
        .. from type in typeof(BudgetEnforcer).Assembly.GetTypes()
           from method in type.GetMethods(Declared)
           let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
           where attribute is not null
           select (method, attribute),
    ];

    internal static string NameOf(MethodInfo method, LoggerMessageAttribute attribute) => attribute.EventName ?? method.Name;

    /// <summary>Logs the event and answers what was logged.</summary>
    /// <param name="method">The event.</param>
    /// <param name="wrap">What stands between the event and the log.</param>
    /// <param name="decimals">The numbers for its decimals, one after the other.</param>
    internal static FakeLogRecord Log(MethodInfo method, Func<ILogger, ILogger> wrap, params decimal[] decimals)
    {
        var logger = new FakeLogger();
        var next = 0;
        method.Invoke(null, [.. method.GetParameters().Select(parameter => Argument(parameter.ParameterType))]);
        return logger.Collector.GetSnapshot().Should().ContainSingle().Which;

        object? Argument(Type type) =>
            type == typeof(ILogger) ? wrap(logger)
            : type == typeof(decimal) ? decimals[next++ % decimals.Length]
            : type == typeof(decimal?) ? decimals[next++ % decimals.Length]
            : type == typeof(string) ? "{Spent} of {0}"
            : typeof(Exception).IsAssignableFrom(type) ? new InvalidOperationException("why")
            : type.IsEnum ? Enum.GetValuesAsUnderlyingType(type).GetValue(1) is { } value ? Enum.ToObject(type, value) : null
            : type == typeof(Guid) ? Guid.Empty
            : type == typeof(double) ? 0.6789
            : type == typeof(TimeSpan) ? TimeSpan.FromSeconds(1234.5)
            : type == typeof(DateTimeOffset) ? DateTimeOffset.UnixEpoch
            : type == typeof(bool) ? true
            : Nullable.GetUnderlyingType(type) is { } underlying ? Argument(underlying)
            : Convert.ChangeType(1234567, type, System.Globalization.CultureInfo.InvariantCulture);
    }
}
