using System.Text.Json.Serialization;

namespace BudgetEnforcement.Tests.Json;

/// <summary>The source-generated way to and from JSON, as a program that is compiled ahead of time has it.</summary>
[JsonSerializable(typeof(BudgetReport))]
[JsonSerializable(typeof(BudgetCheck))]
[JsonSerializable(typeof(BudgetForecast))]
[JsonSerializable(typeof(Envelope))]
internal sealed partial class ResultsJson : JsonSerializerContext;

/// <summary>Every public enum, and results inside another object.</summary>
internal sealed record Envelope(
    BudgetReport? Report,
    BudgetCheck Check,
    BudgetStatus Status,
    BudgetRefusalReason Reason,
    BudgetPeriod Period,
    ForecastStatus Forecast,
    BudgetedRunOutcome Outcome,
    ProjectionPolicy Projection,
    FailedOperationCost FailedCost);
