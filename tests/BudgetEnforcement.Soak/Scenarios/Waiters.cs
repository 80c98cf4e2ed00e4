namespace BudgetEnforcement.Soak.Scenarios;

/// <summary>Reservations that wait for room: served, cancelled, refused, or served at the end of the round at the latest.</summary>
internal static class Waiters
{
    internal static async Task RunAsync(Churn churn)
    {
        var team = churn.AnyTeam;
        var budget = churn.OneIn(4) ? churn.Job(team.Budget, limit: 0.2m, maxWaiters: 3, churn.OneIn(2) ? TimeSpan.FromMilliseconds(churn.Random.Next(1, 20)) : null) : team.Budget;
        var isTimed = churn.OneIn(2);
        using var patience = isTimed
            ? new CancellationTokenSource(TimeSpan.FromMilliseconds(churn.Random.Next(1, 40)), churn.World.Clock)
            : new CancellationTokenSource();
        var waiting = Enumerable.Range(0, churn.Random.Next(1, 8)).Select(_ => ReserveOne(churn, team, budget, patience.Token)).ToList();
        if (!isTimed)
        {
            // A job never gives its spend back, so these calls may have no other end than a cancellation.
            await churn.DelayAsync(20);
            await patience.CancelAsync();
        }

        await Task.WhenAll(waiting);
    }

    private static Task ReserveOne(Churn churn, Team team, BudgetEnforcer budget, CancellationToken cancellationToken)
    {
        // A waiter that never gives up asks for little, so that the money that others give back serves it.
        var isPatient = budget == team.Budget && churn.OneIn(4);
        var report = budget.GetStatus();
        var amount = isPatient || churn.OneIn(2) ? churn.Amount()
            : decimal.Round(churn.OneIn(2) ? report.Available + 0.01m : report.Limit * churn.Random.Next(5, 50) / 100m, 10);
        var cost = Math.Min(churn.Amount(), amount);
        return ReserveAsync(churn.World, team, budget, amount, cost, churn.Random.Next(1, 10), isPatient ? churn.World.Never : cancellationToken);
    }

    // Several of these run at once, so they make no choices.
    private static async Task ReserveAsync(
        World world, Team team, BudgetEnforcer budget, decimal amount, decimal cost, int milliseconds, CancellationToken cancellationToken)
    {
        try
        {
            var asked = budget.ReserveAsync(amount, cancellationToken);
            world.Findings.Count(asked.IsCompleted ? "reserved or refused at once" : "waited");
            using var reservation = await asked;
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), world.Clock, CancellationToken.None);
            if (milliseconds % 2 == 0)
                return;
            reservation.Commit(cost);
            team.Ledger.Add(cost);
        }
        catch (OperationCanceledException)
        {
            world.Findings.Count("waits cancelled");
        }
        catch (BudgetExceededException refused)
        {
            world.Findings.Count($"refused: {refused.Check.Reason}");
        }
    }
}
