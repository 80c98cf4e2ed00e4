namespace BudgetEnforcement.Tests;

/// <summary>A reset tells what it ends, and a refund what it takes back, in the same step.</summary>
public class WhatEndedTests
{
    [Fact]
    public void Reset_WhileOthersSpend_LosesNoCost()
    {
        const int costs = 100_000;
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
