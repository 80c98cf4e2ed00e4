using System.Diagnostics;

namespace BudgetEnforcement.AI;

/// <summary>What calls cost, as a metric and on spans.</summary>
internal static class AIMetrics
{
    private static readonly CostCounter Costs = new("BudgetEnforcement");
    private static readonly object TagGate = new();

    /// <summary>Makes the instrument, unless it is made already.</summary>
    internal static void MakeOnce() => Costs.MakeOnce();

    internal static void Count(in AICost cost, bool withLabel)
    {
        if (!Costs.IsEnabled)
            return;
        var tags = new TagList
        {
            { "model", cost.Model },
            { "source", NameOf(cost.Source) },
            { "currency", cost.Budget?.Currency },
        };
        if (withLabel && cost.Label is not null)
            tags.Add("label", cost.Label);
        Costs.Add((double)cost.Amount, tags);
    }

    /// <summary>Puts the cost on the span in which the call was made. A span that has several calls has their sum.</summary>
    internal static void Tag(Activity? span, in AICost cost)
    {
        if (span is not { IsAllDataRequested: true })
            return;

        // Several calls of one span may end at the same time.
        lock (TagGate)
            span.SetTag(CostCounter.Name, (span.GetTagItem(CostCounter.Name) as double? ?? 0) + (double)cost.Amount);
    }

    private static string NameOf(AICostSource source) => source switch
    {
        AICostSource.Usage => "usage",
        AICostSource.Provider => "provider",
        AICostSource.Delivered => "delivered",
        _ => "whole",
    };
}
