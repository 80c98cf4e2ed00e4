using System.Globalization;

namespace BudgetEnforcement;

/// <summary>What a node holds of a shared budget in one term.</summary>
/// <remarks>
/// What a node held at the end of a term stands in that term and in the next one, until it reports: it is the same money. Amounts read as
/// those of <see cref="LedgerBudgetInfo"/>.
/// </remarks>
/// <threadsafety>Immutable: safe for use by several threads.</threadsafety>
public sealed record LedgerHolding
{
    internal LedgerHolding(LedgerSliceRow row, LedgerBudgetRow budget)
    {
        BudgetName = budget.Name;
        Currency = budget.Currency;
        Term = row.Term;
        Held = row.Held.ToDecimal();
        Spent = LedgerTotals.Spent(row.Costs, row.Refunds).ToDecimal();
    }

    /// <summary>The name of the budget.</summary>
    public string BudgetName { get; }

    /// <summary>The label of the currency of the amounts here.</summary>
    public string Currency { get; }

    /// <summary>The number of the term.</summary>
    public long Term { get; }

    /// <summary>What the node may spend without asking, and may have spent since its last report; 0 or more.</summary>
    public decimal Held { get; }

    /// <summary>What it has reported to have spent in this term, less refunds; 0 or more.</summary>
    public decimal Spent { get; }

    /// <summary>The holding in one line for people, the same under every culture.</summary>
    /// <returns>For example <c>team, term 3: $10.00 held, $75.00 spent</c>.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{BudgetName}, term {Term}: {MoneyText.ReadableOf(Held, Currency)} held, {MoneyText.ReadableOf(Spent, Currency)} spent");
}
