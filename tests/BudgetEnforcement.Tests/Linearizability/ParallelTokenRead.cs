namespace BudgetEnforcement.Tests;

/// <summary>Whether a token was cancelled a moment after it was given out.</summary>
internal readonly record struct ParallelTokenRead(bool IsCancelled)
{
    /// <summary>Whether this can have been seen where it was <paramref name="atOnce"/> at the instant at which it was given out.</summary>
    internal bool MayFollow(ParallelTokenRead atOnce) => IsCancelled || !atOnce.IsCancelled;
}
