namespace BudgetEnforcement.Tests;

/// <summary>Every public operation of a budget and of a reservation, and two ways to do one often.</summary>
internal enum Operation
{
    AddCost,
    AddHeaps,
    AddUpToACarry,
    TryAddCost,
    TryAddCostChecked,
    TryReserve,
    TryReserveChecked,
    Reserve,
    ReserveAsync,
    Cancel,
    Commit,
    CommitAmount,
    TryRenew,
    Release,
    Refund,
    TryRefund,
    UpdateLimit,
    AdjustLimit,
    Reset,
    Close,
    CheckBudgetAvailable,
    BudgetCheck,
    ExecuteAsync,
    Read,
    GetPath,
    CreateChild,
    BadInput,
}
