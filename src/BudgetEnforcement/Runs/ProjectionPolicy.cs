using System.Text.Json.Serialization;

namespace BudgetEnforcement;

/// <summary>What to do with a run whose projected cost does not fit.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProjectionPolicy>))]
public enum ProjectionPolicy
{
    /// <summary>Do not start it.</summary>
    Refuse = 0,

    /// <summary>Log a warning and start it: it will be stopped in time.</summary>
    Warn = 1,
}
