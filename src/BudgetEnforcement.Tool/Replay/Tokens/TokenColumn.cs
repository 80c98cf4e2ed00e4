namespace BudgetEnforcement.Tool.Replay.Tokens;

/// <summary>A column that counts tokens.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PricePerMillion">The price of a million of them; null where the price book says it.</param>
internal sealed record TokenColumn(string Name, decimal? PricePerMillion);
