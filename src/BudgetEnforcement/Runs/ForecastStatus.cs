using System.Text.Json.Serialization;

namespace BudgetEnforcement;

/// <summary>What a forecast says about the budget.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ForecastStatus>))]
public enum ForecastStatus
{
    /// <summary>Too little is done or spent yet for a projection to mean anything.</summary>
    NotEnoughProgress = 0,

    /// <summary>At this pace the work is done before a budget of the path is spent; each later period has its whole limit.</summary>
    WithinBudget = 1,

    /// <summary>At this pace a budget of the path is spent before the work is done, or before its period ends.</summary>
    OverBudget = 2,
}
