using System.Text.Json.Serialization;

namespace BudgetEnforcement;

/// <summary>How a budgeted run ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BudgetedRunOutcome>))]
public enum BudgetedRunOutcome
{
    /// <summary>The job returned, and was not told to stop or had reported that all is done.</summary>
    Completed = 0,

    /// <summary>It was not started: its projected cost, its landing reserve or its first slice of time did not fit.</summary>
    Refused = 1,

    /// <summary>The budget, or one above it, has no room for more, and the job stopped.</summary>
    StoppedByBudget = 2,

    /// <summary>The caller's token was cancelled, and the job stopped.</summary>
    Cancelled = 3,

    /// <summary>The job, or its landing, threw.</summary>
    Failed = 4,
}
