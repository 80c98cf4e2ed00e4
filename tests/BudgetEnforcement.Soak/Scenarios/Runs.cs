namespace BudgetEnforcement.Soak.Scenarios;

/// <summary>Jobs under a budget of their own, with a meter and a landing: they end, fail, are cancelled or run out of money.</summary>
internal static class Runs
{
    internal static async Task RunAsync(Churn churn)
    {
        var team = churn.AnyOpenTeam;
        var job = team.Budget.CreateChild(new BudgetOptions { Name = churn.OneIn(8) ? "run" : null, Limit = churn.OneIn(2) ? 0.2m : 1m });
        var (end, lands) = (churn.Random.Next(8), !churn.OneIn(4));
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(churn.Random.Next(50, 500)), churn.World.Clock);
        var result = await BudgetedRun.RunAsync(
            job,
            WorkAsync,
            new BudgetedRunOptions
            {
                RatePerHour = churn.OneIn(4) ? null : churn.OneIn(2) ? 3600m : 720m,
                Meter = new CostMeterOptions { Slice = CostMeterOptions.ShortestSlice },
                LandingReserve = 0.02m,
                ProjectedCost = churn.OneIn(4) ? churn.Amount() * 4 : null,
                OnStopping = churn.OneIn(4) ? null : LandAsync,
            },
            end != 5 && churn.OneIn(2) ? churn.World.Never : cancellation.Token);

        // However the run ended, the spend of its budget is what it recorded, for no other code spends there.
        team.Ledger.Add(job.Spent);
        churn.Findings.Count($"runs: {result.Outcome}");
        churn.Findings.Require(job.GetStatus() is { OpenReservations: 0, Reserved: 0m }, "a run that ended holds nothing", job.GetStatus());
        churn.ExpectDropped(job);

        async Task WorkAsync(BudgetedRun run, CancellationToken stop)
        {
            using var registration = stop.Register(() => churn.Findings.Count("runs told to stop"));
            for (var step = 1; step <= 4; step++)
            {
                run.Budget.AddCost(churn.Amount() / 4);
                run.ReportProgress(step / 4.0);
                if (end == step)
                    throw new InvalidOperationException("The job is broken.");
                await churn.DelayAsync(80, stop);
            }

            if (end == 5)
                await Task.Delay(Timeout.InfiniteTimeSpan, churn.World.Clock, stop);
        }

        async Task LandAsync(BudgetedLanding landing)
        {
            landing.AddCost(0.001m);
            await Task.Delay(TimeSpan.FromMilliseconds(5), churn.World.Clock);
            churn.Findings.Count("landings");
            if (!lands)
                throw new InvalidOperationException("The landing is broken.");
        }
    }
}
