namespace BudgetEnforcement.Soak;

/// <param name="Duration">How long to go on.</param>
/// <param name="Threads">How many threads spend without a pause; twice as many tasks wait, meter and run beside them, and half as many threads have hostile listeners.</param>
/// <param name="Seed">Where the choices of the workers come from.</param>
internal sealed record SoakOptions(TimeSpan Duration, int Threads, int Seed)
{
    /// <summary>More than hostile listeners ever keep, those that starve the pool aside.</summary>
    internal int MostPoolThreads => Math.Max(40, Threads * 10);

    /// <summary>Short enough that a short soak has rounds to compare, long enough that a long one mostly works.</summary>
    internal TimeSpan Round => TimeSpan.FromSeconds(Math.Clamp(Duration.TotalSeconds / 40, 0.5, 10));
}
