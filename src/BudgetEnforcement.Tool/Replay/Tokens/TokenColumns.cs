using BudgetEnforcement.AI;

namespace BudgetEnforcement.Tool.Replay.Tokens;

/// <summary>The columns that count the tokens of a call, and the prices of the tokens.</summary>
internal sealed record TokenColumns
{
    internal TokenColumn? Input { get; init; }

    internal TokenColumn? Output { get; init; }

    /// <summary>The part of the input that was read from a cache.</summary>
    internal TokenColumn? Cached { get; init; }

    /// <summary>The part of the input that was written to a cache.</summary>
    internal TokenColumn? CacheWrite { get; init; }

    /// <summary>The part of the output that is reasoning.</summary>
    internal TokenColumn? Reasoning { get; init; }

    /// <summary>Whether cached tokens are counted within the input, or beside it; null where it was not said.</summary>
    internal bool? CacheIsWithin { get; init; }

    /// <summary>The model, whose prices are in the book; null where prices are given by hand.</summary>
    internal string? Model { get; init; }

    /// <summary>The provider, as the price book names it.</summary>
    internal string? Provider { get; init; }

    /// <summary>The column that counts how many calls a row is the sum of; null where each is one.</summary>
    internal string? Requests { get; init; }

    /// <summary>The prices of models.</summary>
    internal PriceBook? Book { get; init; }

    internal IEnumerable<string> Names =>
        ((TokenColumn?[])[Input, Output, Cached, CacheWrite, Reasoning]).OfType<TokenColumn>().Select(column => column.Name)
            .Concat(((string?[])[Model, Requests]).OfType<string>());
}
