namespace BudgetEnforcement.Tests;

/// <summary>One step of a sequence; the numbers are taken modulo what there is.</summary>
/// <param name="Operation">What to do.</param>
/// <param name="Budget">To which budget.</param>
/// <param name="Pick">With which reservation or waiter, and how to make the other choices of the step.</param>
/// <param name="Amount">With how much.</param>
/// <param name="Boundary">Or with which exact amount instead.</param>
/// <param name="Passing">After how much time.</param>
/// <param name="IsLate">Whether timers that come due in that time fire only after the step.</param>
/// <param name="IsUnread">Whether the next step follows without a look at the budgets, for looking brings them up to date.</param>
internal readonly record struct Step(
    Operation Operation, int Budget, int Pick, decimal Amount, Boundary Boundary, Passing Passing, bool IsLate, bool IsUnread);
