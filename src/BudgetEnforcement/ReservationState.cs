namespace BudgetEnforcement;

internal enum ReservationState : byte
{
    Open,
    Released,
    Committed,
}
