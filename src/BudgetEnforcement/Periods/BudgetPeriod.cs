using System.Text.Json.Serialization;

namespace BudgetEnforcement;

/// <summary>How often the spend of a budget starts again from 0, by the calendar of its time zone.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BudgetPeriod>))]
public enum BudgetPeriod
{
    /// <summary>Never: only <see cref="BudgetEnforcer.Reset"/> does that.</summary>
    None = 0,

    /// <summary>At midnight.</summary>
    Daily = 1,

    /// <summary>At midnight before each Monday, as ISO 8601 has it.</summary>
    Weekly = 2,

    /// <summary>At midnight before the first of each month.</summary>
    Monthly = 3,
}
