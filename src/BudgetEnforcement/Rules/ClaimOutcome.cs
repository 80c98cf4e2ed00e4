namespace BudgetEnforcement;

/// <summary>The outcome of a claim.</summary>
internal enum ClaimOutcome
{
    Waiting,
    Granted,
    NeverFits,
    Closed,
    WaitedTooLong,
    Cancelled,
    LedgerUnavailable,
    Refused,
}
