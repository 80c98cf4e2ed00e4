namespace BudgetEnforcement;

/// <summary>The portions of a limit that are announced: the two warnings, above 0 and at most 1, and the alerts, above 0.</summary>
internal sealed record BudgetThresholds(decimal Warning75, decimal Warning90)
{
    internal static BudgetThresholds Default { get; } = new(0.75m, 0.90m);

    /// <summary>The alerts in ascending order, without those that equal a threshold; null where there are none.</summary>
    private decimal[]? Alerts { get; init; }

    /// <summary>Returns the thresholds of the options. Budgets with the default ones share one instance.</summary>
    internal static BudgetThresholds For(BudgetOptions options) => For(options.Warning75Threshold, options.Warning90Threshold, options.AlertAt);

    /// <summary>Returns the thresholds with these alerts, in any order. Budgets with the default ones share one instance.</summary>
    internal static BudgetThresholds For(decimal warning75, decimal warning90, IEnumerable<decimal> alertAt)
    {
        var thresholds = new BudgetThresholds(warning75, warning90);
        var alerts = alertAt.Where(portion => portion != thresholds.Warning75 && portion != thresholds.Warning90).Distinct().Order().ToArray();
        if (alerts.Length > 0)
            return thresholds with { Alerts = alerts };
        return thresholds == Default ? Default : thresholds;
    }

    /// <summary>All marks under a limit, in the order in which spend reaches them; null where there are no alerts.</summary>
    internal BudgetMark[]? MarksOf(in BudgetLimit limit)
    {
        if (Alerts is null)
            return null;
        var amount = limit.Amount;
        var marks = new List<BudgetMark>();
        foreach (var portion in Alerts.Append(Warning75).Append(Warning90).Order())
        {
            var trigger = MoneyReader.Portion(amount, portion);
            var isAlert = portion != Warning75 && portion != Warning90;
            var status = portion > 1 ? BudgetStatus.Exceeded
                : portion >= Warning90 ? BudgetStatus.Warning90
                : portion >= Warning75 ? BudgetStatus.Warning75
                : BudgetStatus.Ok;
            marks.Add(new BudgetMark(trigger, portion, status, isAlert));
        }

        var exceeded = marks.FindIndex(static mark => mark.Threshold > 1);
        marks.Insert(exceeded < 0 ? marks.Count : exceeded, new BudgetMark(amount + Money.Unit, Threshold: null, BudgetStatus.Exceeded, IsAlert: false));
        return [.. marks];
    }
}
