namespace BudgetEnforcement.Benchmarks;

/// <summary>The least that counting on several threads can cost: no limit, no decimals.</summary>
internal sealed class InterlockedTotal
{
    private long _spent;

    internal long Add(long cost) => Interlocked.Add(ref _spent, cost);
}
