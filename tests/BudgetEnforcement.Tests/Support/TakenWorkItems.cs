using System.Globalization;
using System.Runtime.CompilerServices;

namespace BudgetEnforcement.Tests;

/// <summary>Takes the work items of chosen threads from the pool. All other threads use the pool as ever.</summary>
/// <remarks>
/// With <c>LATE_WORK_ITEMS=250</c> every third of the others comes to the pool so many milliseconds late, and so after those that were queued
/// later: a test that expects what a work item does without waiting for it turns red.
/// </remarks>
internal static class TakenWorkItems
{
    private static readonly int Late = int.Parse(Environment.GetEnvironmentVariable("LATE_WORK_ITEMS") ?? "0", CultureInfo.InvariantCulture);

    [ThreadStatic]
    private static Action<IThreadPoolWorkItem>? _taker;

    /// <summary>The work items that this thread leaves to the pool during an action, in order. The caller executes them.</summary>
    internal static IReadOnlyList<IThreadPoolWorkItem> During(Action action)
    {
        var items = new List<IThreadPoolWorkItem>();
        By(items.Add);
        try
        {
            action();
        }
        finally
        {
            By(null); // The thread goes back to the pool.
        }

        return items;
    }

    /// <summary>Gives the work items that this thread leaves to the pool from now on to the taker, until it is null.</summary>
    internal static void By(Action<IThreadPoolWorkItem>? taker) => _taker = taker;

    [ModuleInitializer]
    internal static void TakeThem() => WorkItems.LetTake(static item =>
    {
        if (_taker is { } taker)
            taker(item);
        else if (Late == 0 || Random.Shared.Next(3) > 0)
            return false;
        else
            Delay(item);
        return true;
    });

    private static void Delay(IThreadPoolWorkItem item) => Task.Delay(TimeSpan.FromMilliseconds(Late), TimeProvider.System)
        .ContinueWith(_ => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false), TaskScheduler.Default);
}
