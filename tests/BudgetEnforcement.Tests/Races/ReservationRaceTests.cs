namespace BudgetEnforcement.Tests;

public class ReservationRaceTests
{
    private const int Rounds = 300;

    [Fact]
    public void Commit_FromManyThreads_ExactlyOneWins()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var budget = new BudgetEnforcer(100m);
            var reservation = budget.Reserve(10m);
            var outcomes = new bool[3];

            Parallel.For(0, 3, number => outcomes[number] = DidNotThrow(() => reservation.Commit(number + 1)));

            outcomes.Count(won => won).Should().Be(1);
            budget.Spent.Should().Be(Array.IndexOf(outcomes, true) + 1);
            budget.Reserved.Should().Be(0m);
            budget.GetStatus().OpenReservations.Should().Be(0);
        }
    }

    [Fact]
    public void Release_FromTwoThreadsAtOnce_FreesOnce()
    {
        const int rounds = 5000;
        var budget = new BudgetEnforcer(100_000m);
        using var other = budget.Reserve(7m);
        var reservations = Enumerable.Range(0, rounds).Select(_ => budget.Reserve(10m)).ToArray();
        using var round = new Barrier(2);

        Waiting.Together(2, _ =>
        {
            foreach (var reservation in reservations)
            {
                round.SignalAndWait(TimeSpan.FromSeconds(30));
                reservation.Release();
            }
        });

        budget.Reserved.Should().Be(7m);
        budget.GetStatus().OpenReservations.Should().Be(1);
    }

    private static bool DidNotThrow(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
