namespace BudgetEnforcement.Tests;

/// <summary>Every public operation of a budget and of a reservation.</summary>
internal enum Operation
{
    AddCost,
    AddHeaps,
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
