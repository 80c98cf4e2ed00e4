using System.Collections.Concurrent;

namespace BudgetEnforcement.Soak;

/// <summary>What went wrong, with the first failures in words, and how often everything happened.</summary>
internal sealed class Findings
{
    private const int MostKept = 20;

    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentDictionary<string, long> _tally = new();
    private int _failureCount;

    internal int FailureCount => Volatile.Read(ref _failureCount);

    internal IEnumerable<string> Failures => _failures;

    internal IEnumerable<KeyValuePair<string, long>> Tally => _tally.OrderBy(entry => entry.Key, StringComparer.Ordinal);

    internal void Fail(string what)
    {
        if (Interlocked.Increment(ref _failureCount) <= MostKept)
            _failures.Enqueue(what);
    }

    internal void Require(bool isTrue, string rule, object? found = null)
    {
        if (!isTrue)
            Fail(found is null ? rule : FormattableString.Invariant($"{rule}; found: {found}"));
    }

    internal void Count(string what, long times = 1) => _tally.AddOrUpdate(what, times, (_, count) => count + times);
}
