namespace BudgetEnforcement.AI;

/// <summary>Where a book has facts from.</summary>
/// <param name="Name">The source's name.</param>
/// <param name="Url">Where it is found.</param>
/// <param name="AsOf">The day of the file that was read.</param>
/// <param name="License">The name of its licence; empty where facts were read from pages and no file was.</param>
/// <param name="Notice">The text of its licence, with the holder of the rights.</param>
public sealed record PriceSource(string Name, Uri Url, DateOnly AsOf, string License, string Notice);
