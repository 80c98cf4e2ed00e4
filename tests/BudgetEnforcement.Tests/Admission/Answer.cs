namespace BudgetEnforcement.Tests.Admission;

/// <summary>What a door answered.</summary>
/// <param name="IsAdmitted">Whether the amount was admitted.</param>
/// <param name="Check">Why, where the door tells.</param>
public readonly record struct Answer(bool IsAdmitted, BudgetCheck? Check = null)
{
    internal static Answer Of(BudgetCheck check) => new(check.IsAvailable, check);
}
