using System.Diagnostics;
using System.Globalization;

namespace BudgetEnforcement.Soak;

/// <summary>What the process holds when all work is done and all garbage is collected.</summary>
internal readonly record struct Footprint(long HeapBytes, int Handles, int Threads, int PoolThreads)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"heap {HeapBytes / 1024:N0} KB, {Handles} handles, {Threads} threads and {PoolThreads} of the pool");

    internal static Footprint Measure()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        var pool = ThreadPool.ThreadCount;
        return new Footprint(GC.GetTotalMemory(forceFullCollection: false), process.HandleCount, Math.Max(process.Threads.Count - pool, 0), pool);
    }
}

/// <summary>
/// Judges growth over many rounds. After a warm-up, the least that was held in the last third of the rounds is compared with the least in
/// the first third: a number that fluctuates is lower now and then, a number that leaks is not.
/// </summary>
internal sealed class Growth
{
    internal const int FewestRounds = 12;

    // Weak lists keep the dead until they grow again: as many as come between two collections, which the soak itself brings about. The
    // rest of the slack is for the runtime, which grows for a minute on a machine that has other work.
    private const long HeapSlack = 640 * 1024;
    private const double HeapSlackRatio = 1.5;
    private const int HandleSlack = 8;
    private const int ThreadSlack = 6;

    // The pool tries now and then whether more threads do more work.
    private const int PoolSlack = 32;

    private readonly List<Footprint> _rounds = [];

    internal void Add(Footprint footprint) => _rounds.Add(footprint);

    internal string Judge(Findings findings)
    {
        if (_rounds.Count < FewestRounds)
            return $"growth not judged: {_rounds.Count} rounds, it takes {FewestRounds}";
        var settled = _rounds[(_rounds.Count / 4)..];
        var third = settled.Count / 3;
        var (first, last) = (Least(settled[..third]), Least(settled[^third..]));
        findings.Require(last.HeapBytes <= (first.HeapBytes * HeapSlackRatio) + HeapSlack, "the heap does not grow", $"{first.HeapBytes:N0} B, then {last.HeapBytes:N0} B");
        findings.Require(last.Handles <= first.Handles + HandleSlack, "handles do not grow", $"{first.Handles}, then {last.Handles}");
        findings.Require(last.Threads <= first.Threads + ThreadSlack, "threads do not grow", $"{first.Threads}, then {last.Threads}");
        findings.Require(
            last.PoolThreads <= first.PoolThreads + PoolSlack, "threads of the pool do not get stuck", $"{first.PoolThreads}, then {last.PoolThreads}");
        return FormattableString.Invariant(
            $"first third: {first}; last third: {last}");
    }

    private static Footprint Least(List<Footprint> footprints) => new(
        footprints.Min(footprint => footprint.HeapBytes), footprints.Min(footprint => footprint.Handles),
        footprints.Min(footprint => footprint.Threads), footprints.Min(footprint => footprint.PoolThreads));
}
