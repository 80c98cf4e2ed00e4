using System.Collections.Immutable;
using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Running;
using Perfolizer.Horology;

namespace BudgetEnforcement.Benchmarks;

/// <summary>
/// A short run in rounds. Each round measures every case of the table once, in a process of its own, so that compared cases are measured within seconds,
/// and other work of the machine disturbs both sides. BenchmarkDotNet itself would measure a case as often as told before the next one.
/// </summary>
internal sealed class RoundsConfig : ManualConfig
{
    internal RoundsConfig(int rounds)
    {
        var cases = Row.All.SelectMany(row => new[] { row.Measured, row.Against }).ToHashSet();
        AddFilter(new SimpleFilter(benchmark => cases.Contains(Case.Of(benchmark))));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddLogger(NullLogger.Instance); // The log of a run is in BenchmarkDotNet.Artifacts; the console is for the table.
        WithOrderer(new ByRound());
        for (var round = 1; round <= rounds; round++)
            AddJob(Round(round));
    }

    // Many short iterations: on a busy machine those that were not interrupted are among them.
    private static Job Round(int number) => new Job(Name(number))
        .WithLaunchCount(1)
        .WithIterationTime(TimeInterval.FromMilliseconds(2))
        .WithWarmupCount(150) // Hot code is compiled for good after two delays of 100 ms.
        .WithIterationCount(100)
        .WithGcForce(false) // It would take longer than the iteration.
        .WithEvaluateOverhead(false) // One invocation is many thousand operations.
        .WithEnvironmentVariables(
            // One megabyte: allocated objects stay in the cache. Otherwise the rows that allocate tell how busy the memory is.
            new EnvironmentVariable("DOTNET_GCgen0size", "100000"),
            // Jobs that differ in nothing else would be taken for one.
            new EnvironmentVariable("BENCHMARK_ROUND", Name(number)));

    private static string Name(int round) => string.Create(CultureInfo.InvariantCulture, $"Round{round:00}");

    private sealed class ByRound : DefaultOrderer
    {
        public override IEnumerable<BenchmarkCase> GetExecutionOrder(
            ImmutableArray<BenchmarkCase> benchmarksCase, IEnumerable<BenchmarkLogicalGroupRule>? order = null) =>
            benchmarksCase.OrderBy(benchmark => benchmark.Job.Id, StringComparer.Ordinal);
    }
}
