namespace BudgetEnforcement.Soak.Scenarios;

/// <summary>Budgets, tokens and whole trees that come and go.</summary>
internal static class Jobs
{
    /// <summary>Spends past a limit, step by step: every crossing is told once, and the token is cancelled at once.</summary>
    internal static void RunExceeded(Churn churn)
    {
        var team = churn.AnyOpenTeam;
        var options = new BudgetOptions { Name = churn.OneIn(8) ? "exceeding" : null, Limit = 0.25m };
        var hasAlerts = churn.OneIn(2);
        foreach (var alert in hasAlerts ? AlertProbe.Alerts : [])
            options.AlertAt.Add(alert);
        var job = team.Budget.CreateChild(options);
        var (probe, alerts) = (new OrderProbe(churn.World, onlyRises: true), new AlertProbe(churn.Findings));
        job.ThresholdCrossed += hasAlerts ? alerts.OnCrossed : probe.OnCrossed;
        var token = job.ExceededToken;
        using var registration = token.Register(() => ReportRules.Check(job.GetStatus(), churn.Findings));
        if (churn.OneIn(16))
            churn.ThrowWhenCancelled(token);
        using var source = job.CreateLinkedTokenSource(churn.World.Never);
        while (job.Spent < 0.31m)
        {
            var cost = churn.Amount() + 0.01m;
            team.Ledger.Add(cost);
            job.AddCost(cost);
        }

        churn.Findings.Require(
            token.IsCancellationRequested && source.IsCancellationRequested && job.IsBudgetExceeded, "every token of what is exceeded is cancelled");
        churn.World.ExpectAllTold(hasAlerts ? () => alerts.IsAllTold : () => probe.IsAllTold);
        if (churn.OneIn(64))
            churn.ExpectDropped(job);
    }

    internal static void RunDeep(Churn churn)
    {
        var team = churn.AnyOpenTeam;
        var budget = team.Budget;
        for (var depth = churn.Random.Next(1, 8); depth > 0; depth--)
            budget = churn.Job(budget, limit: 1m);
        var token = budget.ExceededToken;
        var cost = churn.Amount();
        team.Ledger.Add(cost);
        var status = budget.AddCost(cost);
        churn.Findings.Require(status != BudgetStatus.Exceeded || token.IsCancellationRequested, "the token of what is exceeded is cancelled");
        using var reservation = budget.TryReserve(cost, out var held) ? held : null;
    }

    internal static void RunTree(Churn churn)
    {
        var root = new BudgetEnforcer(new BudgetOptions { Name = "tree", Limit = 1m }, new UnreliableLogger(), churn.World.Clock);
        var leaves = Enumerable.Range(0, churn.Random.Next(1, 40)).Select(_ => churn.Job(root, limit: 1m)).ToList();
        var tokens = leaves.ConvertAll(leaf => leaf.ExceededToken);
        leaves.ForEach(leaf => leaf.AddCost(0.01m));
        root.AddCost(1m);
        churn.Findings.Require(tokens.TrueForAll(token => token.IsCancellationRequested), "what exceeds the root exceeds every leaf");
        root.UpdateLimit(3m);
        churn.Findings.Require(leaves.TrueForAll(leaf => !leaf.ExceededToken.IsCancellationRequested), "more money gives fresh tokens");
        churn.Findings.Require(root.Spent == 1m + (0.01m * leaves.Count), "a root counts what its leaves spend", root.Spent);
        churn.ExpectDropped(root);
    }

    internal static void RunBadInput(Churn churn)
    {
        var job = churn.AnyOpenTeam.Budget.CreateChild(new BudgetOptions { Limit = 1m });
        var before = job.GetStatus().ToString();
        Refused<ArgumentOutOfRangeException>(() => job.AddCost(-1m));
        Refused<ArgumentOutOfRangeException>(() => job.Refund(1m));
        Refused<ArgumentOutOfRangeException>(() => job.UpdateLimit(-1m));
        Refused<BudgetExceededException>(() => job.Reserve(1.01m));
        Refused<ArgumentException>(() => job.CreateChild(new BudgetOptions { Currency = "EUR" }));
        var (report, after) = (job.GetStatus(), job.GetStatus().ToString());
        churn.Findings.Require(report is { Spent: 0m, Reserved: 0m, Limit: 1m }, "bad input changes nothing", $"{after}, before: {before}");

        void Refused<TException>(Action action)
            where TException : Exception
        {
            try
            {
                action();
                churn.Findings.Fail($"bad input is refused with {typeof(TException).Name}");
            }
            catch (TException)
            {
                churn.Findings.Count("bad input refused");
            }
        }
    }
}
