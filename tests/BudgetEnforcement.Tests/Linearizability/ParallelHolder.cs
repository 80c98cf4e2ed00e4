namespace BudgetEnforcement.Tests;

/// <summary>What one thread, or everyone, got from a tree.</summary>
internal sealed class ParallelHolder
{
    internal List<BudgetReservation> Reservations { get; } = [];

    internal List<ParallelWait> Waits { get; } = [];

    internal List<CancellationToken> Tokens { get; } = [];

    internal object Holds(BudgetReservation? reservation)
    {
        if (reservation is not null)
            Reservations.Add(reservation);
        return reservation is not null;
    }

    internal void Wait(BudgetEnforcer budget, decimal amount) => Waits.Add(new ParallelWait(budget, amount));

    /// <returns>Whether it was cancelled by then. It may have been cancelled after it was given out, so only a no says something.</returns>
    internal object Reads(CancellationToken token)
    {
        Tokens.Add(token);
        return new ParallelTokenRead(token.IsCancellationRequested);
    }
}
