using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI;

/// <summary>The most that the description of a tool can be, as input of a model. It is measured once for each tool: tools do not change.</summary>
internal static class ToolMeasure
{
    // What the adapter writes around a tool, and what it adds to a schema (additionalProperties, required).
    private const int AroundTool = 160;
    private const int GrowthOfSchemaPercent = 125;

    private static readonly ConditionalWeakTable<AITool, Measured> Known = [];

    internal static void Measure(AITool tool, ref InputSize size, ref Fingerprint fingerprint)
    {
        if (!Known.TryGetValue(tool, out var measured))
            Known.AddOrUpdate(tool, measured = MeasureAnew(tool));
        size.Add(measured.Size);
        fingerprint.Add(measured.Fingerprint);
    }

    /// <summary>Whether the provider runs the tool itself, which has no bound.</summary>
    internal static bool IsHosted(AITool tool) => tool is not AIFunctionDeclaration;

    private static Measured MeasureAnew(AITool tool)
    {
        var size = new InputSize { Tokens = AroundTool };
        var fingerprint = Fingerprint.New;
        size.Tokens += JsonBytes.Of(tool.Name, ref fingerprint) ?? 0;
        size.Tokens += JsonBytes.Of(tool.Description, ref fingerprint) ?? 0;
        if (tool is AIFunctionDeclaration function)
        {
            if (JsonBytes.Of(function.JsonSchema, ref fingerprint) is { } bytes)
                size.Tokens += bytes * GrowthOfSchemaPercent / 100;
            else
                size.IsUnbounded = true;
        }
        else
        {
            fingerprint.Add(Identity.Of(tool));
        }

        if (tool.AdditionalProperties.Count > 0)
            size.Kinds |= AIKinds.CacheWrite1h;
        return new Measured(size, fingerprint.Value);
    }

    private sealed record Measured(InputSize Size, ulong Fingerprint);
}
