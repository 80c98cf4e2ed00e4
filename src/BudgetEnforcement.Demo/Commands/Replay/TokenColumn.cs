namespace BudgetEnforcement.Demo.Commands.Replay;

/// <summary>A column of token counts and what a million of these tokens cost.</summary>
internal sealed record TokenColumn(string Name, decimal PricePerMillion);
