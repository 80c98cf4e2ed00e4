namespace BudgetEnforcement;

/// <summary>The exceptions of commands that the ledger refuses.</summary>
internal static class LedgerFaults
{
    internal static BudgetLedgerException NoBudget(string name) => new($"The ledger has no budget {BudgetOptionsRules.Quote(name)}.");

    internal static BudgetLedgerException Conflict(LedgerBudgetRow budget, string key) =>
        new($"Budget {BudgetOptionsRules.Quote(budget.Name)} has an entry {BudgetOptionsRules.Quote(key)} already, with another amount, kind or term.");

    internal static BudgetLedgerException OtherTerm(LedgerBudgetRow budget, string key, long meant) => new(
        $"Entry {BudgetOptionsRules.Quote(key)} is meant for term {meant} of budget {BudgetOptionsRules.Quote(budget.Name)}, which is in term {budget.Term}.");
}
