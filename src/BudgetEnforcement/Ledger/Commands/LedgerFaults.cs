namespace BudgetEnforcement;

/// <summary>What is wrong with a command.</summary>
internal static class LedgerFaults
{
    internal static BudgetLedgerException NoBudget(string name) => new($"The ledger has no budget {BudgetOptionsRules.Quote(name)}.");

    internal static BudgetLedgerException Conflict(LedgerBudgetRow budget, string key) =>
        new($"Budget {BudgetOptionsRules.Quote(budget.Name)} has an entry {BudgetOptionsRules.Quote(key)} already, with another amount, kind or term.");
}
