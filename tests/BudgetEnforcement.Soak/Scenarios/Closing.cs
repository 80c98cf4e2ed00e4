namespace BudgetEnforcement.Soak.Scenarios;

/// <summary>Budgets that are closed while others use them: nothing is admitted afterwards, and what was admitted before still counts.</summary>
internal sealed class Closing
{
    private Shared? _shared;

    /// <summary>Uses a budget that all workers share, or closes it.</summary>
    internal static void RunShared(Churn churn)
    {
        var closing = churn.World.Closing;
        if (Volatile.Read(ref closing._shared) is not { } shared || (shared.IsClosed && churn.OneIn(16)))
            Volatile.Write(ref closing._shared, shared = new Shared(churn.AnyOpenTeam));
        var wasClosed = shared.IsClosed;
        var job = churn.OneIn(4) ? churn.Job(shared.Budget, limit: 100m) : shared.Budget;
        var amount = decimal.Round(churn.Amount() / 64, 20);
        if (churn.OneIn(16))
        {
            shared.Budget.Close();
            shared.IsClosed = true;
            churn.Findings.Require(
                shared.Budget.CheckBudgetAvailable(0m).Reason == BudgetRefusalReason.Closed, "what is closed admits nothing, not even 0", shared.Budget);
        }
        else if (job.TryReserve(amount, out var reservation, out var check))
        {
            churn.Findings.Require(!wasClosed, "nothing is admitted after the end", job);
            using (reservation)
                reservation.Commit(amount);
            shared.Team.Ledger.Add(amount);
        }
        else
        {
            churn.Findings.Require(!wasClosed || check.Reason == BudgetRefusalReason.Closed, "what is closed says so", check);
        }
    }

    /// <summary>Closes a budget with waiters, open reservations, a meter and children.</summary>
    internal static async Task RunAsync(Churn churn)
    {
        var team = churn.AnyOpenTeam;
        var budget = team.Budget.CreateChild(new BudgetOptions { Name = churn.OneIn(8) ? "closing" : null, Limit = 1m, MaxWaiters = 4 });
        var child = churn.Job(budget, limit: 1m, maxWaiters: 1);
        if (!budget.TryReserve(churn.Amount(), out var reservation))
            return;
        var waiting = new[] { budget.ReserveAsync(1m).AsTask(), child.ReserveAsync(1m).AsTask() };
        await churn.DelayAsync(5);
        budget.Close();
        foreach (var wait in waiting)
        {
            try
            {
                (await wait).Dispose();
                churn.Findings.Fail("those who wait are refused where a budget is closed");
            }
            catch (BudgetExceededException refused)
            {
                churn.Findings.Require(
                    refused.Reason is BudgetRefusalReason.Closed or BudgetRefusalReason.NeverFits, "those who wait are refused where a budget is closed", refused.Check);
            }
        }

        churn.Findings.Require(!child.TryAddCost(0m, out var check) && check.Reason == BudgetRefusalReason.Closed, "what is closed closes all beneath", check);
        var cost = churn.Amount();
        team.Ledger.Add(cost * 3);
        reservation.Commit(cost);
        child.AddCost(cost * 2);
        churn.Findings.Require(budget is { Spent: var spent, Reserved: 0m } && spent == cost * 3, "costs count after the end", budget);
        churn.ExpectDropped(budget);
    }

    private sealed class Shared(Team team)
    {
        private volatile bool _isClosed;

        internal Team Team { get; } = team;

        internal BudgetEnforcer Budget { get; } = team.Budget.CreateChild(new BudgetOptions { Limit = 1000m });

        internal bool IsClosed
        {
            get => _isClosed;
            set => _isClosed = value;
        }
    }
}
