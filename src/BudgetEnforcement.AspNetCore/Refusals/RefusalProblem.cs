using System.Text.Json.Serialization;

namespace BudgetEnforcement.AspNetCore;

/// <summary>The body of a refusal: problem details of RFC 9457 with members of our own.</summary>
internal sealed class RefusalProblem
{
    public string Type { get; init; } = "https://tools.ietf.org/html/rfc6585#section-4";

    public string Title { get; init; } = "Too Many Requests";

    public int Status { get; init; }

    public string Detail { get; init; } = string.Empty;

    public BudgetRefusalReason Reason { get; init; }

    public DateTimeOffset? RetryAt { get; init; }

    public string? Budget { get; init; }

    public string? Currency { get; init; }

    public decimal? Required { get; init; }

    public decimal? Available { get; init; }

    public decimal? Limit { get; init; }

    public decimal? Spent { get; init; }
}

/// <summary>Writes refusals.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RefusalProblem))]
internal sealed partial class RefusalJson : JsonSerializerContext;
