using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests;

/// <summary>A log as lines that can be compared, like <c>Information 8 BudgetReset BudgetName=job PreviousSpent=20.00 Currency=EUR</c>.</summary>
internal static class LogLines
{
    /// <summary>Level, id, name and values of each event, in the order of the log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="values">The names of the values that matter; none: all of them.</param>
    internal static IReadOnlyList<string> Lines(this FakeLogger log, params string[] values) =>
        [.. log.Collector.GetSnapshot().Select(record => $"{record.Level} {record.Id.Id} {record.Id.Name}{Values(record, values)}")];

    private static string Values(FakeLogRecord record, string[] names) => string.Concat(record.StructuredState!
        .Where(value => names.Length == 0 ? value.Key != "{OriginalFormat}" : names.Contains(value.Key))
        .Select(value => $" {value.Key}={value.Value}"));
}
