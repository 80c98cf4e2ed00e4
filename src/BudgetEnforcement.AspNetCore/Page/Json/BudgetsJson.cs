using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BudgetEnforcement.AspNetCore;

/// <summary>Everything that the page reads and writes as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(BudgetJson))]
[JsonSerializable(typeof(BudgetListJson))]
[JsonSerializable(typeof(NodeListJson))]
[JsonSerializable(typeof(CommandJson))]
[JsonSerializable(typeof(CommandResultJson))]
[JsonSerializable(typeof(ProblemJson))]
[JsonSerializable(typeof(LiveMessageJson))]
internal sealed partial class BudgetsJson : JsonSerializerContext
{
    /// <summary>For JSON that a script reads by itself, and no page contains: markup in it is a third as long where it is not escaped.</summary>
    internal static BudgetsJson ForScript { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
