namespace BudgetEnforcement.Tests;

/// <summary>Where a thread lets others go first: not at all, by a yield, or by spinning for a while.</summary>
/// <param name="Spins">0 for no pause, below 0 for a yield, else how long to spin.</param>
internal readonly record struct ParallelPause(int Spins)
{
    [ThreadStatic]
    private static ParallelPause _inside;

    /// <summary>Takes the pause of foreign code that the library calls on this thread.</summary>
    internal static void TakeInside() => _inside.Take();

    /// <summary>Sets the pause of foreign code on this thread from now on.</summary>
    internal void SetInside() => _inside = this;

    internal void Take()
    {
        if (Spins < 0)
            Thread.Yield();
        else if (Spins > 0)
            Thread.SpinWait(Spins);
    }

    internal string Text(string prefix) => Spins == 0 ? string.Empty : Spins < 0 ? $"{prefix} a yield" : $"{prefix} {Spins} spins";
}
