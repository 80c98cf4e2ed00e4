using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests;

public class HandlerTests
{
    [Fact]
    public void AddCost_HandlerThrows_TheOthersRunAndItIsLogged()
    {
        var logger = new FakeLogger<BudgetEnforcer>();
        var budget = Budgets.Named("job", 100m, logger);
        var failure = new InvalidOperationException("handler");
        budget.ThresholdCrossed += (_, _) => throw failure;
        var crossings = Crossings.Of(budget);

        var status = budget.AddCost(95m);

        status.Should().Be(BudgetStatus.Warning90);
        crossings.Statuses.Should().Equal(BudgetStatus.Warning75, BudgetStatus.Warning90);
        var records = logger.Collector.GetSnapshot().Where(record => record.Id.Name == "HandlerFailed").ToList();
        records.Should().HaveCount(2);
        records.Should().OnlyContain(record => record.Level == LogLevel.Error && record.Exception == failure);
        records[0].GetStructuredStateValue("BudgetName").Should().Be("job");
    }

    [Fact]
    public void AddCost_FromAHandler_IsRecordedAtOnceAndToldAfterwards()
    {
        var budget = new BudgetEnforcer(100m);
        var told = new List<(BudgetStatus Status, decimal Spent)>();
        budget.ThresholdCrossed += (_, crossing) =>
        {
            if (crossing.Status == BudgetStatus.Warning75)
            {
                budget.AddCost(30m);
                told.Should().BeEmpty("what the handler crosses is told when it has returned");
            }

            told.Add((crossing.Status, budget.Spent));
        };

        budget.AddCost(80m).Should().Be(BudgetStatus.Warning75);

        told.Should().Equal((BudgetStatus.Warning75, 110m), (BudgetStatus.Warning90, 110m), (BudgetStatus.Exceeded, 110m));
    }

    [Fact]
    public void UpdateLimit_FromAHandler_TopsUp()
    {
        var budget = new BudgetEnforcer(100m);
        budget.ThresholdCrossed += (_, crossing) => budget.UpdateLimit(crossing.Report.Limit * 2);

        for (var i = 0; i < 100; i++)
            budget.AddCost(10m);

        budget.Spent.Should().Be(1000m);
        budget.Limit.Should().Be(1600m);
        budget.IsBudgetExceeded.Should().BeFalse();
    }

    [Fact]
    public void Everything_FromAnotherThreadWhileAHandlerWaits_DoesNotDeadlock()
    {
        var root = new BudgetEnforcer(100m);
        var job = root.Child(1000m);
        BudgetStatus? elsewhere = null;
        root.ThresholdCrossed += (_, crossing) =>
        {
            if (crossing.Status != BudgetStatus.Warning75)
                return;
            Waiting.OnAnotherThread(() =>
            {
                elsewhere = job.AddCost(40m);
                _ = job.GetStatus();
                root.UpdateLimit(150m);
                root.Reset();
                job.Reserve(1m).Dispose();
                _ = job.ExceededToken;
            });
        };

        Waiting.OnAnotherThread(() => job.AddCost(80m));

        elsewhere.Should().Be(BudgetStatus.Exceeded);
        root.Spent.Should().Be(0m);
        job.Spent.Should().Be(120m);
    }

    [Fact]
    public void AddCost_WhileAHandlerIsBusyElsewhere_DoesNotWaitAndCancelsTheToken()
    {
        var budget = new BudgetEnforcer(100m);
        var token = budget.ExceededToken;
        using var isBusy = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        var told = new ConcurrentQueue<BudgetStatus>();
        budget.ThresholdCrossed += (_, crossing) =>
        {
            told.Enqueue(crossing.Status);
            isBusy.Set();
            Waiting.IsSet(mayEnd);
        };
        var spender = Task.Run(() => budget.AddCost(80m), CancellationToken.None);
        Waiting.IsSet(isBusy);

        budget.AddCost(30m).Should().Be(BudgetStatus.Exceeded);

        token.IsCancellationRequested.Should().BeTrue();
        told.Should().Equal(BudgetStatus.Warning75);
        mayEnd.Set();
        Waiting.Ends(spender);
        Waiting.Until(() => told.Count == 3); // A work item tells what the other spend brought.
        told.Should().Equal(BudgetStatus.Warning75, BudgetStatus.Warning90, BudgetStatus.Exceeded);
    }

    [Fact]
    public void Handlers_AddedAndRemoved_FollowTheList()
    {
        var budget = new BudgetEnforcer(100m);
        var calls = 0;
        void Count(object? sender, BudgetThresholdCrossedEventArgs crossing) => calls++;
        budget.ThresholdCrossed += Count;
        budget.ThresholdCrossed -= Count;

        budget.AddCost(80m);

        calls.Should().Be(0);
    }
}
