using System.Text.Json.Serialization;

namespace BudgetEnforcement;

/// <summary>What a forecast says of the budget.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ForecastStatus>))]
public enum ForecastStatus
{
    /// <summary>Too little is done or spent yet for a projection to mean anything.</summary>
    NotEnoughProgress = 0,

    /// <summary>At this pace the work is done before the budget is spent.</summary>
    WithinBudget = 1,

    /// <summary>At this pace the budget is spent before the work is done.</summary>
    OverBudget = 2,
}
