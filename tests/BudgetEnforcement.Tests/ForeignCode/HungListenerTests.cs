using System.Collections.Concurrent;
using BudgetEnforcement.Tests.WaitingForRoom;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests;

/// <summary>Listeners that never return, or take long: each mutes its own budget and holds up nothing else.</summary>
public sealed class HungListenerTests : IDisposable
{
    private readonly ManualResetEventSlim _mayEnd = new();
    private readonly ManualResetEventSlim _hangs = new();
    private readonly BudgetEnforcer _root = Budgets.Named("root", 100m);

    public void Dispose()
    {
        _mayEnd.Set();
        _mayEnd.Dispose();
        _hangs.Dispose();
    }

    [Fact]
    public void Handler_NeverReturns_SiblingsAndParentAreStillTold()
    {
        var (stuck, sibling) = (_root.Child(50m, "stuck"), _root.Child(50m, "sibling"));
        Hang(stuck);
        var crossings = Crossings.Of(_root, sibling);
        InBackground(() => stuck.AddCost(60m));
        Waiting.IsSet(_hangs);

        sibling.AddCost(55m).Should().Be(BudgetStatus.Exceeded);

        Waiting.Until(() => crossings.Told.Count == 6);
        crossings.Told.Where(told => told.Name == "sibling").Select(told => told.Status).Should().Equal(AllStatuses);
        crossings.Told.Where(told => told.Name == "root").Select(told => told.Status).Should().Equal(AllStatuses);
    }

    [Fact]
    public void Handler_NeverReturns_ThatWhichTheSameCostBroughtToTheParentIsToldAllTheSame()
    {
        var stuck = _root.Child(50m, "stuck");
        Hang(stuck);
        var crossings = Crossings.Of(_root);

        InBackground(() => stuck.AddCost(200m)); // Crosses both: its own thread hangs before it comes to the root.

        Waiting.Until(() => crossings.Told.Count == 3);
        crossings.Statuses.Should().Equal(AllStatuses);
    }

    [Fact]
    public void Handler_NeverReturns_OperationsOfItsOwnBudgetGoOn()
    {
        Hang(_root);
        var token = _root.ExceededToken;
        InBackground(() => _root.AddCost(80m));
        Waiting.IsSet(_hangs);

        Asking.OnAnotherThread(() =>
        {
            _root.AddCost(30m).Should().Be(BudgetStatus.Exceeded);
            _root.UpdateLimit(200m);
            _root.TryReserve(10m, out var held).Should().BeTrue();
            held!.Commit(5m);
            _root.Refund(1m);
            _root.Reset().Spent.Should().Be(114m);
        });

        token.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void Handler_BehindBy10000Crossings_KeepsTheLast256AndCountsTheRest()
    {
        var logger = new FakeLogger<BudgetEnforcer>();
        logger.ControlLevel(LogLevel.Debug, enabled: false);
        logger.ControlLevel(LogLevel.Information, enabled: false);
        var budget = Budgets.Named("job", 100m, logger);
        var told = new ConcurrentQueue<decimal>();
        budget.ThresholdCrossed += (_, crossing) =>
        {
            told.Enqueue(crossing.Report.Spent);
            _hangs.Set();
            Waiting.IsSet(_mayEnd);
        };
        var first = InBackground(() => budget.AddCost(75m));
        Waiting.IsSet(_hangs);

        for (var i = 0; i < 10_000; i++)
        {
            budget.Refund(1m);
            budget.AddCost(1m + (i * 0.0001m));
            budget.Refund(i * 0.0001m);
        }

        _mayEnd.Set();
        Waiting.Ends(first);
        Waiting.Until(() => told.Count == 257);
        told.Skip(1).Should().Equal(Enumerable.Range(10_000 - 256, 256).Select(i => 75m + (i * 0.0001m)), "the oldest are dropped");
        var record = logger.Collector.GetSnapshot().Should().ContainSingle(entry => entry.Id.Name == "AnnouncementsDropped").Which;
        record.Level.Should().Be(LogLevel.Warning);
        record.GetStructuredStateValue("Dropped").Should().Be("9744");
        record.GetStructuredStateValue("BudgetName").Should().Be("job");
    }

    [Fact]
    public void AddCost_OfFourEqualSpendersWithSlowHandlers_CapturesNobodyForTheOthers()
    {
        // Each handler notes the thread that calls it. A spender that told for all would be seen in the budgets of others.
        var jobs = Enumerable.Range(0, 4).Select(number => new BudgetEnforcer(1m)).ToArray();
        var root = new BudgetEnforcer(decimal.MaxValue);
        jobs = [.. jobs.Select((_, number) => root.Child(1m, $"job {number}"))];
        var strangers = new ConcurrentQueue<string>();
        var spenders = new ConcurrentDictionary<int, int>();
        var told = 0;
        for (var number = 0; number < jobs.Length; number++)
        {
            var mine = number;
            jobs[number].ThresholdCrossed += (_, crossing) =>
            {
                if (spenders.TryGetValue(Environment.CurrentManagedThreadId, out var spender) && spender != mine)
                    strangers.Enqueue($"{spender} told for {mine}");
                Interlocked.Increment(ref told);
                Thread.Yield();
            };
        }

        Waiting.Together(jobs.Length, number =>
        {
            spenders[Environment.CurrentManagedThreadId] = number;
            for (var i = 0; i < 500; i++)
            {
                jobs[number].AddCost(0.8m);
                jobs[number].Refund(0.8m);
            }
        });

        Waiting.Until(() => told == 2000);
        strangers.Should().BeEmpty();
    }

    [Fact]
    public void AddCost_AnotherThreadIsInTheHandlersOfTheSameBudget_ReturnsAndLeavesItToAWorkItem()
    {
        var threads = new ConcurrentQueue<int>();
        _root.ThresholdCrossed += (_, _) =>
        {
            threads.Enqueue(Environment.CurrentManagedThreadId);
            _hangs.Set();
            Waiting.IsSet(_mayEnd);
        };
        var firstThread = 0;
        var first = InBackground(() =>
        {
            firstThread = Environment.CurrentManagedThreadId;
            _root.AddCost(75m);
        });
        Waiting.IsSet(_hangs);
        var secondThread = 0;

        Asking.OnAnotherThread(() =>
        {
            secondThread = Environment.CurrentManagedThreadId;
            _root.AddCost(15m); // Returns though the first handler has not.
        });

        threads.Should().Equal(firstThread);
        _mayEnd.Set();
        Waiting.Ends(first);
        Waiting.Until(() => threads.Count == 2);
        threads.Last().Should().NotBe(firstThread).And.NotBe(secondThread);
    }

    [Theory]
    [InlineData(LogLevel.Debug)]
    [InlineData(LogLevel.Warning)]
    public void Logger_HangsWhenAsked_HoldsUpItsCallerOnlyAndNotTheLock(LogLevel level)
    {
        var isHung = 0;
        var logger = new CallbackLogger(isEnabled: asked =>
        {
            if (asked == level && Interlocked.Exchange(ref isHung, 1) == 0)
            {
                _hangs.Set();
                Waiting.IsSet(_mayEnd);
            }

            return true;
        });
        var budget = Budgets.Named("job", 100m, logger);
        var token = budget.ExceededToken;
        var caller = InBackground(() => budget.AddCost(80m));
        Waiting.IsSet(_hangs);

        Asking.OnAnotherThread(() =>
        {
            budget.Spent.Should().Be(80m, "what the caller spent is recorded though it has not returned");
            budget.AddCost(30m);
            budget.TryAddCost(1m).Should().BeFalse();
            _ = budget.GetStatus();
        });

        token.IsCancellationRequested.Should().BeTrue();
        caller.IsCompleted.Should().BeFalse();
        _mayEnd.Set();
        Waiting.Ends(caller);
    }

    [Fact]
    public void Context_WhosePostHangs_HoldsUpNeitherWhoReleasesNorTheNextInLine()
    {
        var budget = Asking.NewBudget(100m);
        var held = budget.Reserve(100m);
        Asking.OnAnotherThread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new HangingContext(() =>
            {
                _hangs.Set();
                Waiting.IsSet(_mayEnd);
            }));
            _ = AwaitOnContext(budget.Ask(60m));
        });
        var next = budget.Ask(40m);

        Asking.OnAnotherThread(held.Release);

        Waiting.IsSet(_hangs);
        next.ShouldBeGranted();
        Asking.OnAnotherThread(() => budget.AddCost(1m));
    }

    private static readonly BudgetStatus[] AllStatuses = [BudgetStatus.Warning75, BudgetStatus.Warning90, BudgetStatus.Exceeded];

    private static async Task AwaitOnContext(Task<BudgetReservation> asked) => await asked.ConfigureAwait(true);

    private static Task InBackground(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Hang(BudgetEnforcer budget) => budget.ThresholdCrossed += (_, _) =>
    {
        _hangs.Set();
        _mayEnd.Wait(CancellationToken.None);
    };

    private sealed class HangingContext(Action onPost) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => onPost();
    }
}
