namespace BudgetEnforcement.Demo.Commands.Replay;

/// <summary>The columns that tell what a row cost: one with the cost itself, or token counts with their prices.</summary>
/// <param name="Cost">The column of the cost, or null where tokens are counted.</param>
/// <param name="Tokens">The columns of tokens; each adds its part to the cost of the row.</param>
internal sealed record CostColumns(string? Cost, IReadOnlyList<TokenColumn> Tokens)
{
    internal bool IsEmpty => Cost is null && Tokens.Count == 0;
}
