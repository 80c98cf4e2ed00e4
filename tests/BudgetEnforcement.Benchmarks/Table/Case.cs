using BenchmarkDotNet.Running;

namespace BudgetEnforcement.Benchmarks;

/// <summary>One measured operation.</summary>
/// <param name="Method">The benchmark.</param>
/// <param name="On">Which budget, null for a peer.</param>
/// <param name="Threads">On how many threads.</param>
/// <param name="Prices">Which amounts.</param>
internal sealed record Case(string Method, BudgetShape? On = null, int Threads = 1, Prices Prices = Prices.OfCalls)
{
    internal static Case Of(BenchmarkCase benchmark) => new(
        benchmark.Descriptor.WorkloadMethod.Name,
        benchmark.Parameters.Items.Select(item => item.Value).OfType<BudgetShape?>().SingleOrDefault(),
        (int)benchmark.Parameters[nameof(SpendingBenchmarks.Threads)],
        (Prices)benchmark.Parameters[nameof(SpendingBenchmarks.Prices)]);
}
