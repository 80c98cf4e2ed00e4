namespace BudgetEnforcement.Soak.Scenarios;

/// <summary>Work that always records its cost: over its reservation, after it, without any.</summary>
internal static class Recording
{
    internal static void Run(Churn churn)
    {
        var team = churn.AnyOpenTeam;
        var budget = churn.OneIn(2) ? team.Budget : churn.Job(team.Budget, limit: 1m);
        var amount = churn.Amount();
        _ = budget.CheckBudgetAvailable(amount);
        if (churn.OneIn(2))
        {
            team.Ledger.Add(amount);
            budget.AddCost(amount);
        }
        else if (budget.TryAddCost(amount))
        {
            team.Ledger.Add(amount);
        }

        ReportRules.Check(budget.GetStatus(), churn.Findings);
    }

    internal static void RunReservation(Churn churn)
    {
        var team = churn.AnyOpenTeam;
        var budget = churn.OneIn(2) ? team.Budget : churn.Job(team.Budget, limit: 1m);
        if (!budget.TryReserve(churn.Amount(), out var reservation))
            return;
        var cost = churn.Amount();
        switch (churn.Random.Next(5))
        {
            case 0:
                reservation.Dispose();
                reservation.Release();
                break;
            case 1:
                reservation.Release();
                RequireRefused(churn, () => reservation.TryRenew(cost, cost));
                Commit();
                churn.Findings.Count("late commits");
                break;
            case 2:
                reservation.Commit();
                team.Ledger.Add(reservation.Amount);
                RequireRefused(churn, () => reservation.Commit(cost));
                reservation.Dispose();
                break;
            case 3:
                if (reservation.TryRenew(cost, churn.Amount()))
                    team.Ledger.Add(cost);
                Commit();
                break;
            default:
                Commit();
                break;
        }

        void Commit()
        {
            reservation.Commit(cost);
            team.Ledger.Add(cost);
        }
    }

    private static void RequireRefused(Churn churn, Action action)
    {
        try
        {
            action();
            churn.Findings.Fail("a reservation ends once");
        }
        catch (InvalidOperationException)
        {
            churn.Findings.Count("second ends refused");
        }
    }
}
