namespace BudgetEnforcement.Soak.Scenarios;

/// <summary>Time that costs money, in the shortest slices. Every rate is so round that a tick costs an exact amount.</summary>
internal static class Metering
{
    private static readonly CostMeterOptions Shortest = new() { Slice = CostMeterOptions.ShortestSlice };

    internal static decimal Rate(Churn churn) => 3.6m * churn.Random.Next(1, 300);

    internal static async Task RunAsync(Churn churn)
    {
        var team = churn.AnyOpenTeam;
        var job = churn.OneIn(2) ? team.Budget : churn.Job(team.Budget, limit: 1m);
        if (Start(churn, job, Rate(churn), churn.OneIn(8) ? null : Shortest) is not { } meter)
            return;
        for (var i = churn.Random.Next(4); i > 0; i--)
        {
            await churn.DelayAsync(60);
            switch (churn.Random.Next(3))
            {
                case 0:
                    meter.ChangeRate(Rate(churn));
                    break;
                case 1:
                    meter.Pause();
                    break;
                default:
                    meter.Resume();
                    break;
            }
        }

        await StopAsync(churn, meter, team);
        churn.Findings.Count("meters");
    }

    /// <summary>Runs a meter until there is no money for more time, and keeps nothing but its token, then not even that.</summary>
    internal static async Task RunExhaustedAsync(Churn churn)
    {
        var team = churn.AnyOpenTeam;
        var job = team.Budget.CreateChild(new BudgetOptions { Limit = 0.15m });
        if (Start(churn, job, 3600m, Shortest) is not { } meter)
            return;
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        churn.ThrowWhenCancelled(meter.ExhaustedToken);
        await using (meter.ExhaustedToken.Register(told.SetResult))
        {
            await told.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        }

        if (churn.OneIn(2))
        {
            job.UpdateLimit(1m);
            meter.ChangeRate(36m);
        }

        await StopAsync(churn, meter, team);
        var spent = job.Spent;
        churn.Findings.Require(spent == meter.Cost, "a meter records what its time costs", $"{spent}, not {meter.Cost}");
        churn.ExpectDropped(job);
        churn.Findings.Count("meters exhausted");
    }

    /// <summary>A tree with a clock of its own, all of which goes away.</summary>
    internal static async Task RunTreeAsync(Churn churn)
    {
        var clock = new SoakClock(churn.World.Clock.Timers);
        var root = new BudgetEnforcer(new BudgetOptions { Limit = 100m }, new UnreliableLogger(), clock);
        using (root.StartMeter(3.6m, Shortest))
        using (root.StartMeter(7.2m))
            await churn.DelayAsync(100);
        churn.ExpectDropped(root);
    }

    private static CostMeter? Start(Churn churn, BudgetEnforcer budget, decimal rate, CostMeterOptions? options)
    {
        try
        {
            return budget.StartMeter(rate, options);
        }
        catch (BudgetExceededException)
        {
            churn.Findings.Count("meters refused");
            return null;
        }
    }

    private static async Task StopAsync(Churn churn, CostMeter meter, Team team)
    {
        await meter.DisposeAsync();
        churn.Findings.Require(meter.PendingCost == 0, "a meter that is disposed of has nothing pending", meter.PendingCost);
        team.Ledger.Add(meter.Cost);
    }
}
