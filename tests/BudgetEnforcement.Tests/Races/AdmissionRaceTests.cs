namespace BudgetEnforcement.Tests;

/// <summary>Many threads at once: in every interleaving, all that was admitted fits and all that was recorded is there.</summary>
public class AdmissionRaceTests
{
    private const int Threads = 8;
    private const int Rounds = 3000;

    [Fact]
    public void TryAddCost_WhereThereIsRoomForOne_NeverAdmitsTwo()
    {
        var budget = new BudgetEnforcer(100m);
        var exceeded = budget.ExceededToken;

        // A bug shows only where a thread loses its core between asking and taking, so there are many rounds.
        Waiting.Together(4, _ =>
        {
            for (var i = 0; i < 400_000 && !exceeded.IsCancellationRequested; i++)
            {
                if (budget.TryAddCost(60m))
                    budget.Refund(60m);
            }
        });

        exceeded.IsCancellationRequested.Should().BeFalse("two were admitted at once otherwise");
        budget.Spent.Should().Be(0m);
    }

    [Fact]
    public void AdmittedSpend_OnATree_PassesNoLimitAtAnyInstant()
    {
        var root = new BudgetEnforcer(400m);
        var teams = new[] { root.Child(250m), root.Child(300m) };
        var jobs = Enumerable.Range(0, Threads).Select(number => teams[number % 2].Child(100m)).ToArray();
        BudgetEnforcer[] all = [root, .. teams, .. jobs];
        var tokens = all.Select(budget => budget.ExceededToken).ToArray();
        var done = 0;
        var torn = 0;
        var admitted = new decimal[Threads];

        Waiting.Together(Threads + 1, number =>
        {
            if (number == Threads)
            {
                while (Volatile.Read(ref done) < Threads)
                    torn += all.Count(budget => !IsConsistent(budget.GetStatus()));
                return;
            }

            try
            {
                admitted[number] = SpendAdmitted(jobs[number], new Random(number));
            }
            finally
            {
                Interlocked.Increment(ref done);
            }
        });

        torn.Should().Be(0);
        tokens.Should().NotContain(token => token.IsCancellationRequested);
        all.Should().OnlyContain(budget => budget.Reserved == 0m && budget.GetStatus().OpenReservations == 0);
        jobs.Select(job => job.Spent).Should().Equal(admitted);
        teams.Select(team => team.Spent).Should().Equal(
            admitted.Where((_, index) => index % 2 == 0).Sum(), admitted.Where((_, index) => index % 2 == 1).Sum());
        root.Spent.Should().Be(admitted.Sum()).And.BeLessThanOrEqualTo(400m);
        root.Spent.Should().BeGreaterThan(390m, "the threads ask until little is left");
    }

    [Fact]
    public void GetStatus_WhileOneThreadMovesASingleAmount_IsNeverTorn()
    {
        // Every state that exists has the same number in all three 32-bit parts of the spend, so a torn read shows.
        var amount = new decimal(0x11111111, 0x11111111, 0x11111111, isNegative: false, 10);
        var budget = new BudgetEnforcer(decimal.MaxValue);
        var isDone = false;
        var seen = new HashSet<decimal>();

        Waiting.Together(2, number =>
        {
            if (number == 0)
            {
                try
                {
                    for (var i = 0; i < 20_000; i++)
                    {
                        budget.AddCost(amount);
                        budget.Refund(amount);
                    }
                }
                finally
                {
                    Volatile.Write(ref isDone, true);
                }

                return;
            }

            while (!Volatile.Read(ref isDone))
            {
                seen.Add(budget.Spent);
                seen.Add(budget.GetStatus().Spent);
            }
        });

        seen.Should().BeSubsetOf([0m, amount]);
    }

    private static decimal SpendAdmitted(BudgetEnforcer job, Random random)
    {
        var total = 0m;
        for (var i = 0; i < Rounds; i++)
        {
            var amount = random.Next(1, 200) / 100m;
            switch (random.Next(3))
            {
                case 0 when job.TryAddCost(amount):
                    total += amount;
                    break;
                case 1 when job.TryReserve(amount, out var reservation):
                    var cost = amount * random.Next(0, 101) / 100m;
                    reservation.Commit(cost);
                    total += cost;
                    break;
                case 2 when job.TryReserve(amount, out var reservation):
                    reservation.Dispose();
                    break;
                default:
                    break;
            }
        }

        return total;
    }

    private static bool IsConsistent(in BudgetReport report) =>
        report.Spent + report.Reserved <= report.Limit
        && report.Remaining == report.Limit - report.Spent
        && report.Available <= report.Limit - report.Spent - report.Reserved
        && report.OpenReservations >= 0
        && (report.OpenReservations > 0 || report.Reserved == 0m)
        && !report.IsExceeded;
}
