namespace BudgetEnforcement.Tests;

/// <summary>What a reset ends and a refund takes back, told in the same step.</summary>
public class WhatEndedTests
{
    [Fact]
    public void Reset_OfASpentBudget_ReturnsWhatEnded()
    {
        var budget = Budgets.Named("job", 100m);
        budget.AddCost(120m);
        using var held = budget.Reserve(0m);
        var before = budget.GetStatus();

        budget.Reset().Should().Be(before);

        budget.GetStatus().Should().Match<BudgetReport>(report => report.Spent == 0m && report.Resets == before.Resets + 1 && report.OpenReservations == 1);
    }

    [Fact]
    public void Reset_WhileOthersSpend_LosesNoCost()
    {
        const int costs = 20_000;
        var budget = new BudgetEnforcer(decimal.MaxValue);
        var ended = 0m;

        Waiting.Together(4, number =>
        {
            for (var i = 0; i < costs; i++)
            {
                if (number > 0)
                    budget.AddCost(0.01m);
                else
                    ended += budget.Reset().Spent;
            }
        });

        (ended + budget.Spent).Should().Be(3 * costs * 0.01m, "every cost is in one that ended or in the present one");
    }

    [Fact]
    public void TryRefund_OfWhatWasSpent_TakesItBackOnTheWholePath()
    {
        var root = new BudgetEnforcer(100m);
        var job = root.Child(100m);
        job.AddCost(30m);

        job.TryRefund(30m).Should().BeTrue();

        (job.Spent, root.Spent).Should().Be((0m, 0m));
    }

    [Fact]
    public void TryRefund_MoreThanABudgetOfThePathSpent_ChangesNothing()
    {
        var root = new BudgetEnforcer(100m);
        var job = root.Child(100m);
        job.AddCost(30m);
        root.Reset();
        root.AddCost(29m);
        var before = (root.Everything(), job.Everything());

        job.TryRefund(29.01m).Should().BeFalse();

        (root.Everything(), job.Everything()).Should().Be(before);
    }

    [Fact]
    public void TryRefund_Negative_Throws()
    {
        new BudgetEnforcer(100m).Invoking(budget => budget.TryRefund(-1m)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("amount");
    }

    [Fact]
    public void TryRefund_FromManyThreads_TakesBackWhatThereIsAndNoMore()
    {
        var budget = Budgets.Spent(1000m, 10_000m);
        var refunded = 0;

        Waiting.Together(4, _ =>
        {
            for (var i = 0; i < 500; i++)
            {
                if (budget.TryRefund(1m))
                    Interlocked.Increment(ref refunded);
            }
        });

        refunded.Should().Be(1000);
        budget.Spent.Should().Be(0m);
    }

    [Fact]
    public void GetPath_OfAJob_HasEachBudgetOnceUpToTheRoot()
    {
        var root = Budgets.Named("organisation", 1000m);
        var team = root.Child(100m, "team");
        var job = team.Child(10m, "job");
        job.AddCost(8m);

        var path = job.GetPath();

        path.Should().Equal(job.GetStatus(), team.GetStatus(), root.GetStatus());
        path.Select(report => (report.Name, report.Spent)).Should().Equal(("job", 8m), ("team", 8m), ("organisation", 8m));
    }

    [Fact]
    public void GetPath_WhileOthersSpend_IsOneInstant()
    {
        var root = new BudgetEnforcer(decimal.MaxValue);
        var job = root.Child(decimal.MaxValue).Child(decimal.MaxValue);
        var torn = 0;

        Waiting.Together(2, number =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                if (number == 0)
                    job.AddCost(1m);
                else if (job.GetPath().Select(report => report.Spent).Distinct().Count() != 1)
                    torn++;
            }
        });

        torn.Should().Be(0);
    }
}
