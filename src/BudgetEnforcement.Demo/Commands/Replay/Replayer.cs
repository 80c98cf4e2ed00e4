namespace BudgetEnforcement.Demo.Commands.Replay;

/// <summary>Runs recorded costs through a budget; when it warned and stopped is the budget's word, not ours.</summary>
internal static class Replayer
{
    internal static ReplayResult Run(CostTrace trace, decimal limit, ReplayMode mode, CancellationToken cancellationToken)
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Name = "replay", Limit = limit });
        var crossed = new Dictionary<BudgetStatus, RowMark>();
        RecordedCost current = default;
        budget.ThresholdCrossed += (_, crossing) => crossed.TryAdd(crossing.Status, new RowMark(current, crossing.Report.Spent));

        var spentAfter = new List<decimal>(trace.Costs.Count);
        RowMark? firstDenied = null;
        var denied = 0;
        foreach (var cost in trace.Costs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            current = cost;
            if (mode is ReplayMode.RecordOnly)
            {
                budget.AddCost(cost.Amount);
            }
            else if (!budget.TryAddCost(cost.Amount))
            {
                denied++;
                firstDenied ??= new RowMark(cost, budget.Spent);
                if (mode is ReplayMode.StopAtDenied)
                    break;
            }

            spentAfter.Add(budget.Spent);
        }

        return new ReplayResult
        {
            Report = budget.GetStatus(),
            Trace = trace,
            AllowedRows = mode is ReplayMode.SkipDenied ? spentAfter.Count - denied : spentAfter.Count,
            DeniedRows = denied,
            FirstDenied = firstDenied,
            Warning75 = crossed.GetValueOrDefault(BudgetStatus.Warning75),
            Warning90 = crossed.GetValueOrDefault(BudgetStatus.Warning90),
            Exceeded = crossed.GetValueOrDefault(BudgetStatus.Exceeded),
            SpentAfter = spentAfter,
        };
    }
}
