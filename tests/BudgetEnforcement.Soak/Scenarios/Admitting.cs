namespace BudgetEnforcement.Soak.Scenarios;

/// <summary>Work whose every cost is admitted beforehand, so that its team never passes its limit.</summary>
internal static class Admitting
{
    internal static void Run(Churn churn) => Spend(churn, churn.World.Admitted.Budget);

    internal static void RunJob(Churn churn)
    {
        var job = churn.Job(churn.World.Admitted.Budget, limit: churn.Amount() * 4);
        if (churn.OneIn(2))
            _ = job.ExceededToken;
        for (var i = churn.Random.Next(8); i >= 0; i--)
        {
            Spend(churn, job);
            ReportRules.CheckAdmitted(job.GetStatus(), churn.Findings);
        }
    }

    private static void Spend(Churn churn, BudgetEnforcer budget)
    {
        var ledger = churn.World.Admitted.Ledger;
        var amount = churn.Amount();
        if (churn.OneIn(4))
        {
            if (budget.TryAddCost(amount))
                Record(amount);
            return;
        }

        if (!budget.TryReserve(amount, out var reservation))
        {
            churn.Findings.Count("refusals");
            return;
        }

        using (reservation)
        {
            if (churn.OneIn(4))
                Renew(churn, reservation, ledger);
            if (churn.OneIn(4))
                return;
            var cost = churn.PartOf(reservation.Amount);
            reservation.Commit(cost);
            Record(cost);
        }

        // Most of it comes back, or the team would be out of money soon.
        void Record(decimal cost)
        {
            ledger.Add(cost);
            if (!churn.OneIn(512))
                GiveBack(churn, cost);
        }
    }

    internal static void GiveBack(Churn churn, decimal cost)
    {
        churn.World.Admitted.Budget.Refund(cost);
        churn.World.Admitted.Ledger.Add(-cost);
    }

    private static void Renew(Churn churn, BudgetReservation reservation, Ledger ledger)
    {
        var (cost, next) = (churn.PartOf(reservation.Amount), churn.Amount());
        if (reservation.TryRenew(cost, next))
        {
            ledger.Add(cost);
            GiveBack(churn, cost);
            churn.Findings.Require(reservation.Amount == next, "a renewal holds the next amount");
        }
        else
        {
            churn.Findings.Count("renewals refused");
        }
    }
}
