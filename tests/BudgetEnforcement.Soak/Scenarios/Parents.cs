namespace BudgetEnforcement.Soak.Scenarios;

/// <summary>Work under two budgets at once, of a user and of a model, in the <see cref="Grid"/>.</summary>
internal static class Parents
{
    internal static void Run(Churn churn)
    {
        var grid = churn.World.Grid;
        var cell = grid.Cells[churn.Random.Next(grid.Cells.Count)];
        var budget = churn.Random.Next(4) switch
        {
            0 => grid.Users[churn.Random.Next(Grid.Side)].CreateChild(new BudgetOptions { Limit = 1m }, grid.Models[churn.Random.Next(Grid.Side)]),
            1 => churn.Job(cell, limit: 1m),
            _ => cell,
        };
        using var source = churn.OneIn(8) ? budget.CreateLinkedTokenSource(churn.World.Never) : null;
        if (churn.OneIn(16))
            LookAtPath(churn, budget);
        if (churn.OneIn(64))
            AdjustLimit(churn, grid);
        var amount = churn.Amount() * 4;
        if (churn.OneIn(4))
        {
            if (budget.TryAddCost(amount))
                Record(amount);
            return;
        }

        if (!budget.TryReserve(amount, out var reservation))
            return;
        using (reservation)
        {
            if (churn.OneIn(4))
                return;
            var cost = churn.PartOf(amount);
            reservation.Commit(cost);
            Record(cost);
        }

        churn.Findings.Require(source is not { IsCancellationRequested: true }, "a token of what is never exceeded is never cancelled", budget);

        void Record(decimal cost)
        {
            grid.Ledger.Add(cost);
            if (!churn.OneIn(256) && budget.TryRefund(cost)) // Not where a day of the job has ended meanwhile.
                grid.Ledger.Add(-cost);
        }
    }

    /// <summary>Several wait under two budgets each, while all others pass there.</summary>
    internal static async Task RunWaitersAsync(Churn churn)
    {
        var grid = churn.World.Grid;
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(churn.Random.Next(1, 60)), churn.World.Clock);
        var waiting = Enumerable.Range(0, churn.Random.Next(1, 6)).Select(_ =>
        {
            var budget = churn.OneIn(4) ? grid.Users[churn.Random.Next(Grid.Side)] : grid.Cells[churn.Random.Next(grid.Cells.Count)];
            return WaitAsync(churn.Findings, budget, budget.Limit * churn.Random.Next(1, 100) / 100m, patience.Token);
        }).ToList();
        await Task.WhenAll(waiting);
    }

    private static async Task WaitAsync(Findings findings, BudgetEnforcer budget, decimal amount, CancellationToken cancellationToken)
    {
        try
        {
            using var reservation = await budget.ReserveAsync(amount, cancellationToken);
            findings.Count("served under several parents");
        }
        catch (OperationCanceledException)
        {
            findings.Count("waits under several parents cancelled");
        }
        catch (BudgetExceededException refused)
        {
            findings.Require(refused.Reason is BudgetRefusalReason.TooManyWaiters, "only a full line refuses one that may wait", refused.Check);
        }
    }

    private static void LookAtPath(Churn churn, BudgetEnforcer budget)
    {
        var path = budget.GetPath();
        var top = path[^1];
        churn.Findings.Require(
            path[0].Name == budget.Name && top.Name == "grid" && path.Count(report => report.Name == "grid") == 1
            && path.All(report => report.Spent <= top.Spent && report.Reserved <= top.Reserved),
            "a path is one instant, with the root once and last", string.Join("; ", path));
    }

    // Each addition is taken back, so the limit is never below the amount that it covers.
    private static void AdjustLimit(Churn churn, Grid grid)
    {
        var by = churn.Amount();
        grid.Adjustments.Add(by);
        grid.Root.AdjustLimit(by);
        try
        {
            grid.Root.AdjustLimit(-1000m);
            churn.Findings.Fail("no limit falls below 0");
        }
        catch (ArgumentOutOfRangeException)
        {
            churn.Findings.Count("limits below 0 refused");
        }
    }
}
