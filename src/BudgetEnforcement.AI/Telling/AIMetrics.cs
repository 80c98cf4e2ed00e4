using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace BudgetEnforcement.AI;

/// <summary>What calls cost, as a metric and on spans.</summary>
internal static class AIMetrics
{
    private const string CostName = "budget_enforcement.ai.cost";

    private static readonly Meter Meter = new("BudgetEnforcement", typeof(AIMetrics).Assembly.GetName().Version?.ToString(3));
    private static Counter<double>? s_cost;
    private static int s_isMade;

    /// <summary>Makes the instrument, unless it is made already.</summary>
    /// <remarks>This is not a type initializer, because making an instrument calls listeners and no other thread may wait for them.</remarks>
    internal static void MakeOnce()
    {
        if (Volatile.Read(ref s_isMade) != 0 || Interlocked.Exchange(ref s_isMade, 1) != 0)
            return;
        try
        {
            Volatile.Write(ref s_cost, Meter.CreateCounter<double>(CostName, "{currency}", "What calls of models cost, as it was recorded."));
        }
#pragma warning disable CA1031 // A listener is foreign code, and the caller must not see what it throws.
        catch
#pragma warning restore CA1031
        {
            // There is no log for what a listener throws.
        }
    }

    internal static void Count(in AICost cost, bool withLabel)
    {
        if (Volatile.Read(ref s_cost) is not { Enabled: true } counter)
            return;
        var tags = new TagList
        {
            { "model", cost.Model },
            { "source", NameOf(cost.Source) },
            { "currency", cost.Budget?.Currency },
        };
        if (withLabel && cost.Label is not null)
            tags.Add("label", cost.Label);
        try
        {
            counter.Add((double)cost.Amount, tags);
        }
#pragma warning disable CA1031 // As above.
        catch
#pragma warning restore CA1031
        {
            // As above.
        }
    }

    private static readonly object TagGate = new();

    /// <summary>Puts the cost on the span in which the call was made. A span that has several calls has their sum.</summary>
    internal static void Tag(Activity? span, in AICost cost)
    {
        if (span is not { IsAllDataRequested: true })
            return;

        // Several calls of one span may end at the same time.
        lock (TagGate)
            span.SetTag(CostName, (span.GetTagItem(CostName) as double? ?? 0) + (double)cost.Amount);
    }

    private static string NameOf(AICostSource source) => source switch
    {
        AICostSource.Usage => "usage",
        AICostSource.Provider => "provider",
        AICostSource.Delivered => "delivered",
        _ => "whole",
    };
}
