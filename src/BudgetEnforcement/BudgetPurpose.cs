using System.Text.Json.Serialization;

namespace BudgetEnforcement;

/// <summary>The purpose of an amount that a run or a meter asked for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BudgetPurpose>))]
public enum BudgetPurpose
{
    /// <summary>The caller gave no purpose.</summary>
    Unspecified = 0,

    /// <summary>The projected cost of a run and its landing reserve, before the start.</summary>
    ProjectedCost = 1,

    /// <summary>The landing reserve of a run.</summary>
    LandingReserve = 2,

    /// <summary>The first slice of time of a meter.</summary>
    FirstSlice = 3,
}
