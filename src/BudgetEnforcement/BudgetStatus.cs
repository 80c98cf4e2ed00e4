using System.Text.Json.Serialization;

namespace BudgetEnforcement;

/// <summary>How much of a budget is spent. The values are in ascending order of severity, so they can be compared.</summary>
/// <remarks>
/// The names 75 and 90 are those of the default thresholds, <see cref="BudgetOptions.Warning75Threshold"/> and
/// <see cref="BudgetOptions.Warning90Threshold"/>; a budget may set others. All comparisons are exact.
/// </remarks>
[JsonConverter(typeof(JsonStringEnumConverter<BudgetStatus>))]
public enum BudgetStatus
{
    /// <summary>Less is spent than the first threshold. Also a budget with limit 0 of which nothing is spent.</summary>
    Ok = 0,

    /// <summary>At least the first threshold (by default 75 % of the limit) is spent, and less than the second.</summary>
    Warning75 = 1,

    /// <summary>
    /// At least the second threshold (by default 90 % of the limit) is spent, and at most the limit: exactly the limit is not exceeded.
    /// </summary>
    Warning90 = 2,

    /// <summary>More than the limit is spent.</summary>
    Exceeded = 3,
}
