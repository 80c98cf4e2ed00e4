using System.Text.Json.Serialization;

namespace BudgetEnforcement;

/// <summary>What an operation that failed or was cancelled is charged.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailedOperationCost>))]
public enum FailedOperationCost
{
    /// <summary>Its estimate: the provider may have billed it all the same.</summary>
    Estimate = 0,

    /// <summary>Nothing: what was held is released.</summary>
    Release = 1,
}
