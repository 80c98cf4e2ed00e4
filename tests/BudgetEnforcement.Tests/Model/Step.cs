namespace BudgetEnforcement.Tests;

/// <summary>What can be done to a budget.</summary>
internal enum Operation
{
    AddCost,
    TryAddCost,
    Reserve,
    Commit,
    Release,
    Refund,
    UpdateLimit,
    Reset,
    Check,
    CreateChild,
    BadInput,
}

/// <summary>One step of a sequence; the numbers are taken modulo what there is.</summary>
/// <param name="Operation">What to do.</param>
/// <param name="Budget">To which budget.</param>
/// <param name="Pick">With which reservation.</param>
/// <param name="Amount">With how much, where the twist does not say something else.</param>
/// <param name="Twist">An amount that is exact for the present state instead, or none.</param>
internal readonly record struct Step(Operation Operation, int Budget, int Pick, decimal Amount, int Twist);
