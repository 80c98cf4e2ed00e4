using System.Globalization;

namespace BudgetEnforcement.Tool.Ledgers.Output;

/// <summary>Amounts of a ledger as people read them.</summary>
internal static class LedgerMoney
{
    /// <summary>Rounded up: what was spent is not shown as less.</summary>
    internal static string Up(decimal amount, string currency) => new MoneyFormat(0m, Printable.Of(currency)).PreciseUp(amount);

    /// <summary>Rounded down: what is left is not shown as more.</summary>
    internal static string Down(decimal amount, string currency) => new MoneyFormat(0m, Printable.Of(currency)).PreciseDown(amount);

    /// <summary>How a budget stands, in a few words.</summary>
    internal static string Describe(LedgerBudgetInfo budget) =>
        $"{Printable.Of(budget.Name)}: {budget.Status}, {Up(budget.Spent, budget.Currency)} of {Down(budget.Limit, budget.Currency)} spent, {Up(budget.Held, budget.Currency)} held";

    /// <summary>The spend of a budget in a term that is over.</summary>
    internal static string Describe(LedgerTermInfo term) => string.Create(
        CultureInfo.InvariantCulture, $"{Printable.Of(term.BudgetName)}, term {term.Number}: {Up(term.Spent, term.Currency)} of {Down(term.Limit, term.Currency)} spent");
}
