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
internal sealed partial class BudgetsJson : JsonSerializerContext;
