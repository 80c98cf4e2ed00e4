namespace BudgetEnforcement.Tests;

/// <summary>Where threads wait for each other awake, so that they go on at the same moment.</summary>
internal static class ParallelMeeting
{
    /// <param name="arrived">How many have come so far.</param>
    /// <param name="all">How many must have.</param>
    internal static void Wait(ref int arrived, int all)
    {
        Interlocked.Increment(ref arrived);
        for (var spins = 1; Volatile.Read(ref arrived) < all; spins++)
        {
            // A thread yields now and then, for there may be more threads than processors.
            if (spins % 32 == 0)
                Thread.Yield();
            else
                Thread.SpinWait(1);
        }
    }
}
