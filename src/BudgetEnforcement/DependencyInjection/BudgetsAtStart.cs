namespace BudgetEnforcement;

/// <summary>Empty options that a host validates when it starts. Making them makes the budgets.</summary>
internal sealed class BudgetsAtStart;
