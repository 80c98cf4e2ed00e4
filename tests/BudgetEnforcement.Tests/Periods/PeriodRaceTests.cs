using System.Globalization;
using BudgetEnforcement.Tests.WaitingForRoom;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>Periods that end while others spend: no cost is lost and none counts twice.</summary>
public sealed class PeriodRaceTests
{
    [Fact]
    public async Task RolloverAgainstSpenders_AllPeriodsTogether_HaveEveryCost()
    {
        const int spenders = 3;
        const int turns = 3000;
        var done = 0;
        var clock = new ManualClock();
        var log = new FakeLogger<BudgetEnforcer>();
        var root = new BudgetEnforcer(new BudgetOptions { Name = "root", Limit = 1_000_000m, Period = BudgetPeriod.Weekly }, log, clock);
        var day = root.CreateChild(new BudgetOptions { Name = "day", Limit = 1_000_000m, Period = BudgetPeriod.Daily });

        var spending = Task.WhenAll(Enumerable.Range(0, spenders).Select(spender => Task.Run(() =>
        {
            for (var turn = 0; turn < turns; turn++)
            {
                if ((turn + spender) % 2 == 0)
                    day.AddCost(0.25m);
                else
                    day.Reserve(1m).Commit(0.25m);
                Interlocked.Increment(ref done);
            }
        })));

        // Fewer days pass in all than announcements may wait, because the threads may get to tell them only at the end.
        for (var advanced = 0; !spending.IsCompleted; await Task.Yield())
        {
            if (advanced * 12 >= Volatile.Read(ref done))
                continue;
            clock.Advance(TimeSpan.FromHours(6));
            advanced++;
        }

        await spending.Soon();
        foreach (var budget in new[] { root, day })
        {
            var spent = budget.Spent; // Read first: the reading may end one more period.
            Waiting.Until(() => Ended(log, budget.Name) + spent == spenders * turns * 0.25m); // A work item may still be telling.
        }

        root.GetStatus().Should().Match<BudgetReport>(report => report.Reserved == 0m && report.OpenReservations == 0);
    }

    [Fact]
    public async Task RolloverByManyAtOnce_EveryRound_BeginsThePeriodOnce()
    {
        var clock = new ManualClock();
        var log = new FakeLogger<BudgetEnforcer>();
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m, Period = BudgetPeriod.Daily }, log, clock);
        for (var round = 0; round < 500; round++)
        {
            clock.Advance(TimeSpan.FromDays(1));

            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => budget.AddCost(1m)))).Soon();

            budget.Spent.Should().Be(4m);
        }

        Waiting.Until(() => log.Collector.GetSnapshot().Count(record => record.Id.Name == "PeriodEnded") == 500);
        budget.GetStatus().Resets.Should().Be(500);
    }

    private static decimal Ended(FakeLogger log, string budget) => log.Collector.GetSnapshot()
        .Where(record => record.Id.Name == "PeriodEnded" && record.GetStructuredStateValue("BudgetName") == budget)
        .Sum(record => decimal.Parse(record.GetStructuredStateValue("Spent")!, CultureInfo.InvariantCulture));
}
