namespace BudgetEnforcement.Tests;

/// <summary>What a thread can do to a tree of budgets and to meters on it.</summary>
internal enum ParallelCallKind
{
    AddCost,
    TryAddCost,
    TryReserve,
    Reserve,
    ReserveAsync,
    CancelWait,
    CommitWhole,
    Commit,
    Renew,
    Release,
    Amount,
    Refund,
    UpdateLimit,
    Reset,
    Check,
    Status,
    Available,
    IsExceeded,
    Token,
    PauseMeter,
    ResumeMeter,
    ChangeRate,
    PassTime,
}
