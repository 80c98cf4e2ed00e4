using System.Text.Json.Serialization;

namespace BudgetEnforcement.AspNetCore;

/// <summary>A command of a program. The page of the package says which of its members a command needs.</summary>
internal sealed class CommandJson
{
    /// <summary>The key that identifies the command: a command that is sent again under it counts once.</summary>
    public string? CommandKey { get; init; }

    public string? Registry { get; init; }

    public string? Budget { get; init; }

    /// <summary>For a top-up: what is added to the limit.</summary>
    [JsonConverter(typeof(ExactAmountConverter))]
    public decimal? By { get; init; }

    /// <summary>For a limit: the new one.</summary>
    [JsonConverter(typeof(ExactAmountConverter))]
    public decimal? Limit { get; init; }

    /// <summary>For settling: the node.</summary>
    public Guid? Node { get; init; }

    /// <summary>For settling: whether what the node held counts as spent.</summary>
    public Settlement? Settlement { get; init; }
}

/// <summary>The result of a command.</summary>
internal sealed class CommandResultJson
{
    public required string Command { get; init; }

    public string? Registry { get; init; }

    public string? Budget { get; init; }

    /// <summary>The limit that the command set.</summary>
    public decimal? Limit { get; init; }

    /// <summary>The spend of the term that a reset ended.</summary>
    public decimal? EndedSpent { get; init; }

    public Guid? Node { get; init; }
}

/// <summary>An error: problem details of RFC 9457.</summary>
internal sealed class ProblemJson
{
    public string Type { get; init; } = "about:blank";

    public required string Title { get; init; }

    public int Status { get; init; }

    public string? Detail { get; init; }
}
