namespace BudgetEnforcement.Tests;

/// <summary>Every public operation of a budget and of a reservation, and two ways to do one often.</summary>
internal enum Operation
{
    AddCost,
    AddHeaps,
    AddUpToACarry,
    TryAddCost,
    TryReserve,
    Reserve,
    ReserveAsync,
    Cancel,
    Commit,
    CommitAmount,
    TryRenew,
    Release,
    Refund,
    UpdateLimit,
    Reset,
    CheckBudgetAvailable,
    BudgetCheck,
    ExecuteAsync,
    Read,
    CreateChild,
    BadInput,
}
