namespace BudgetEnforcement.Soak.Scenarios;

/// <summary>Operations that end, fail with or without a cost, or are cancelled.</summary>
internal static class Operations
{
    internal static async Task RunAsync(Churn churn)
    {
        var team = churn.AnyTeam;
        var budget = churn.OneIn(2) ? team.Budget : churn.Job(team.Budget, limit: 1m);
        var estimate = churn.Amount();
        var (cost, end) = (churn.PartOf(estimate), churn.Random.Next(4));
        var options = new BudgetOperationOptions
        {
            CancelWhenExceeded = churn.OneIn(2),
            FailedOperationCost = churn.OneIn(2) ? FailedOperationCost.Estimate : FailedOperationCost.Release,
        };
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(churn.Random.Next(1, 60)), churn.World.Clock);
        var (wasStarted, recorded) = (false, 0m);
        try
        {
            await budget.ExecuteAsync(estimate, OperateAsync, options, churn.OneIn(4) ? churn.World.Never : patience.Token);
            recorded = cost;
        }
        catch (BudgetOperationException)
        {
            recorded = cost;
        }
        catch (Exception failure) when (failure is OperationCanceledException or TimeoutException)
        {
            recorded = wasStarted && options.FailedOperationCost == FailedOperationCost.Estimate ? estimate : 0m;
            churn.Findings.Count(wasStarted ? "operations failed" : "operations cancelled before their start");
        }
        catch (BudgetExceededException)
        {
            churn.Findings.Count("operations refused");
        }

        team.Ledger.Add(recorded);

        async Task<decimal> OperateAsync(CancellationToken cancellationToken)
        {
            wasStarted = true;
            if (churn.OneIn(2))
                await churn.DelayAsync(20, cancellationToken);
            return end switch
            {
                0 => throw new BudgetOperationException(cost, innerException: null),
                1 => throw new TimeoutException("The provider does not answer."),
                _ => cost,
            };
        }
    }
}
