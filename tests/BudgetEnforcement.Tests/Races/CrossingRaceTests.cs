using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests;

public class CrossingRaceTests
{
    private const int Threads = 8;

    [Fact]
    public void AddCost_FromManyThreads_AnnouncesEachCrossingOnceAndInOrder()
    {
        for (var round = 0; round < 50; round++)
        {
            var logger = new FakeLogger<BudgetEnforcer>();
            logger.ControlLevel(Microsoft.Extensions.Logging.LogLevel.Debug, enabled: false);
            var root = Budgets.Named("organisation", 100m, logger);
            var jobs = Enumerable.Range(0, Threads).Select(number => root.Child(12.5m, $"job {number}")).ToArray();
            var crossings = Crossings.Of([root, .. jobs]);

            Waiting.Together(Threads, number =>
            {
                for (var i = 0; i < 60; i++)
                    jobs[number].AddCost(0.25m);
            });

            // Where the crossing of another thread came between, a work item tells the rest.
            Waiting.Until(() => crossings.Told.Count == 3 * (Threads + 1));
            BudgetStatus[] all = [BudgetStatus.Warning75, BudgetStatus.Warning90, BudgetStatus.Exceeded];
            foreach (var budget in jobs.Append(root))
                crossings.Told.Where(crossing => crossing.Name == budget.Name).Select(crossing => crossing.Status).Should().Equal(all);
            logger.Collector.Count.Should().Be(3 * (Threads + 1));
        }
    }

    [Fact]
    public void Handlers_OfATree_RunOneAtATimeInTheOrderOfTheSpend()
    {
        var options = new BudgetOptions { Limit = 30_000m };
        foreach (var percent in Enumerable.Range(1, 14).Select(place => place * 5).Append(100).Append(120))
            options.AlertAt.Add(percent / 100m);
        var root = new BudgetEnforcer(options);
        var inside = 0;
        var overlaps = 0;
        var spends = new ConcurrentQueue<decimal>();
        root.ThresholdCrossed += (_, crossing) =>
        {
            if (Interlocked.Increment(ref inside) != 1)
                Interlocked.Increment(ref overlaps);
            spends.Enqueue(crossing.Report.Spent);
            Thread.Yield();
            Interlocked.Decrement(ref inside);
        };

        Waiting.Together(Threads, _ =>
        {
            for (var i = 0; i < 5000; i++)
                root.AddCost(1m);
        });

        Waiting.Until(() => spends.Count == 19);
        overlaps.Should().Be(0);
        spends.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        root.Spent.Should().Be(Threads * 5000m);
    }

    [Fact]
    public void RefundAndAddCost_AcrossAThreshold_TellEveryRise()
    {
        var budget = new BudgetEnforcer(100m);
        var told = new ConcurrentQueue<BudgetThresholdCrossedEventArgs>();
        budget.ThresholdCrossed += (_, crossing) => told.Enqueue(crossing);
        budget.AddCost(74m);

        Waiting.Together(Threads, _ =>
        {
            for (var i = 0; i < 500; i++)
            {
                // The cost that brings the spend from 74 to 75 crosses the threshold; with eight threads the spend stays below 90.
                budget.AddCost(1m);
                budget.Refund(1m);
            }
        });
        budget.Spent.Should().Be(74m);
        budget.AddCost(1.5m); // Its crossing is told after all others, and once.

        Waiting.Until(() => told.Any(crossing => crossing.Report.Spent == 75.5m));
        told.Should().OnlyContain(crossing => crossing.Status == BudgetStatus.Warning75);
        told.Count(crossing => crossing.Report.Spent == 75.5m).Should().Be(1);
        told.Count.Should().BeInRange(2, (Threads * 500) + 1);
    }

    [Fact]
    public void ExceededToken_ReadWhileOthersSpendAndReset_AgreesInTheEnd()
    {
        var root = new BudgetEnforcer(10m);
        var child = root.Child(100m);

        Waiting.Together(4, number =>
        {
            for (var i = 0; i < 5000; i++)
            {
                switch (number)
                {
                    case 0: root.AddCost(11m); break;
                    case 1: root.Reset(); break;
                    default: _ = child.ExceededToken; break;
                }
            }
        });

        root.Reset();
        var token = child.ExceededToken;
        token.IsCancellationRequested.Should().BeFalse();
        child.AddCost(11m);
        token.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void ExceededToken_ReadBeforeTheExcessOnAnotherThread_IsNeverMissed()
    {
        for (var round = 0; round < 300; round++)
        {
            var root = new BudgetEnforcer(10m);
            var child = root.Child(100m).Child(100m);
            var token = CancellationToken.None;

            Parallel.Invoke(() => token = child.ExceededToken, () => root.AddCost(11m));

            token.IsCancellationRequested.Should().BeTrue();
        }
    }
}
