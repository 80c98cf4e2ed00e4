using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Tests;

/// <summary>Budgets as tests need them, in one line.</summary>
internal static class Budgets
{
    /// <summary>The smallest amount above zero.</summary>
    internal const decimal Unit = 0.0000000000000000000000000001m;

    internal static BudgetEnforcer Named(string name, decimal limit, ILogger<BudgetEnforcer>? logger = null, decimal initialSpent = 0m) =>
        new(new BudgetOptions { Name = name, Limit = limit, InitialSpent = initialSpent }, logger);

    internal static BudgetEnforcer Child(this BudgetEnforcer parent, decimal limit, string? name = null) =>
        parent.CreateChild(new BudgetOptions { Name = name, Limit = limit });

    internal static BudgetEnforcer Spent(decimal spent, decimal limit)
    {
        var budget = new BudgetEnforcer(limit);
        budget.AddCost(spent);
        return budget;
    }

    /// <summary>Everything that can be read of a budget, to see whether anything changed.</summary>
    internal static (BudgetReport Report, decimal Available, bool IsExceeded, bool IsCancelled) Everything(this BudgetEnforcer budget) =>
        (budget.GetStatus(), budget.Available, budget.IsBudgetExceeded, budget.ExceededToken.IsCancellationRequested);

    internal static int Decimals(decimal value) => (decimal.GetBits(value)[3] >> 16) & 0xFF;
}
