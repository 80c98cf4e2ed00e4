namespace BudgetEnforcement;

/// <summary>Tells a container which budgets it has, beside those that are added in code: a section of configuration for example.</summary>
public interface IBudgetSource
{
    /// <summary>Adds every budget of the source. It is called once, when the budgets of the container are validated.</summary>
    /// <param name="budgets">Takes the budgets and the errors.</param>
    void AddBudgets(BudgetSourceContext budgets);
}
