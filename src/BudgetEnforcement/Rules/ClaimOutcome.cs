namespace BudgetEnforcement;

/// <summary>What became of a claim.</summary>
internal enum ClaimOutcome
{
    Waiting,
    Granted,
    NeverFits,
    Closed,
    WaitedTooLong,
    Cancelled,
}
