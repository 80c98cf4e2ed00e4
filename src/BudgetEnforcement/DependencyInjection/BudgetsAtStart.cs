namespace BudgetEnforcement;

/// <summary>Options that hold nothing: that they are made when a host starts is what makes the budgets.</summary>
internal sealed class BudgetsAtStart;
