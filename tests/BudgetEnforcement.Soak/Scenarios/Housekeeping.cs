namespace BudgetEnforcement.Soak.Scenarios;

/// <summary>What is done to budgets while others use them.</summary>
internal static class Housekeeping
{
    internal static void ChangeLimit(Churn churn)
    {
        var budget = churn.AnyOpenTeam.Budget;
        budget.UpdateLimit(1m + decimal.Round(budget.Spent * churn.Random.Next(70, 140) / 100m, 2));
    }

    internal static void Refund(Churn churn)
    {
        var team = churn.AnyOpenTeam;
        var amount = churn.PartOf(team.Budget.Spent);
        try
        {
            team.Budget.Refund(amount);
            team.Ledger.Add(-amount);
        }
        catch (ArgumentOutOfRangeException)
        {
            churn.Findings.Count("refunds refused");
        }
    }

    internal static void Reset(Churn churn)
    {
        var budget = churn.AnyOpenTeam.Budget;
        var before = budget.GetStatus().Resets;
        budget.Reset();
        churn.Findings.Require(budget.GetStatus().Resets > before, "resets are counted");
    }

    /// <summary>Spends under a daily budget and moves the calendar, sometimes by hours, sometimes by days.</summary>
    internal static void RunPeriod(Churn churn)
    {
        var team = churn.World.Daily;
        var job = churn.Job(team.Budget, limit: 1m);
        var cost = churn.Amount();
        team.Ledger.Add(cost);
        job.AddCost(cost);
        if (churn.OneIn(50))
            churn.World.Clock.Advance(TimeSpan.FromHours(churn.Random.Next(1, 60)));
        var before = churn.World.Clock.GetUtcNow();
        var report = team.Budget.GetStatus();
        churn.Findings.Require(report.PeriodEnd > before, "a period ends in the future", report.PeriodEnd);
        ReportRules.Check(report, churn.Findings);
    }

    /// <summary>Listens for a while with handlers that throw, or that spend in turn.</summary>
    internal static void RunHandlers(Churn churn)
    {
        var team = churn.AnyOpenTeam;
        EventHandler<BudgetThresholdCrossedEventArgs> handler = churn.OneIn(4) ? Throw : CallBack;
        team.Budget.ThresholdCrossed += handler;
        for (var i = 0; i < 16; i++)
        {
            var cost = churn.Amount();
            team.Ledger.Add(cost);
            team.Budget.AddCost(cost);
        }

        team.Budget.ThresholdCrossed -= handler;

        void CallBack(object? sender, BudgetThresholdCrossedEventArgs crossing)
        {
            churn.Findings.Count("handlers that spent");
            team.Ledger.Add(0.001m);
            team.Budget.AddCost(0.001m);
            if (team.Budget.TryReserve(0.01m, out var reservation))
                reservation.Dispose();
            _ = team.Budget.ExceededToken;
        }

        void Throw(object? sender, BudgetThresholdCrossedEventArgs crossing)
        {
            churn.Findings.Count("handlers that threw");
            throw new InvalidOperationException("A handler is broken.");
        }
    }
}
