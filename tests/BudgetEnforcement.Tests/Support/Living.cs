namespace BudgetEnforcement.Tests;

/// <summary>What lives on the heap. How often the garbage is collected by itself depends on the machine, so nothing here relies on it.</summary>
internal static class Living
{
    /// <summary>Collects dead objects, and those that finalizers let go of.</summary>
    internal static void CollectTheDead()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
    }

    internal static long Bytes()
    {
        CollectTheDead();
        return GC.GetTotalMemory(forceFullCollection: false);
    }

    /// <summary>
    /// How many more bytes live once a batch of work has been repeated. The dead objects of a batch are collected before the next one begins. So what still
    /// grows is kept alive, on a machine with a large gen0 too.
    /// </summary>
    internal static long GrownBy(int batches, Action batch)
    {
        Repeat(Math.Max(1, batches / 8), batch);
        var before = Bytes();
        Repeat(batches, batch);
        return Bytes() - before;
    }

    private static void Repeat(int times, Action batch)
    {
        for (var i = 0; i < times; i++)
        {
            batch();
            GC.Collect();
        }
    }
}
