using System.Globalization;

namespace BudgetEnforcement;

/// <summary>What stands under a key in a shared budget: a cost that was recorded, or an amount that was set.</summary>
/// <remarks>The amount reads as those of <see cref="LedgerBudgetInfo"/>.</remarks>
/// <threadsafety>Immutable: safe for use by several threads.</threadsafety>
public sealed record LedgerEntryInfo
{
    internal LedgerEntryInfo(LedgerEntryRow row, LedgerBudgetRow budget)
    {
        BudgetName = budget.Name;
        Currency = budget.Currency;
        Key = LedgerKeys.ToUser(row.Key);
        Term = row.Term;
        Amount = LedgerTotals.AmountOf(row);
        CreatedAt = row.CreatedAt;
        ChangedAt = row.ChangedAt;
    }

    /// <summary>The name of the budget that it was recorded in; it counts in everything above that too.</summary>
    public string BudgetName { get; }

    /// <summary>The label of the currency of the amount.</summary>
    public string Currency { get; }

    /// <summary>The key of the entry.</summary>
    public string Key { get; }

    /// <summary>The number of the term of the budget in which it counts.</summary>
    public long Term { get; }

    /// <summary>A cost, or below 0 what was given back.</summary>
    public decimal Amount { get; }

    /// <summary>When it was recorded or first set, in UTC, by the store's clock.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When it was last set to another amount, in UTC, by the store's clock.</summary>
    public DateTimeOffset ChangedAt { get; }

    /// <summary>The entry in one line for people, the same under every culture.</summary>
    /// <returns>For example <c>team, term 3, invoice 4711: $12.50</c>.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{BudgetName}, term {Term}, {Key}: {(Amount < 0 ? "-" : string.Empty)}{MoneyText.ReadableOf(Math.Abs(Amount), Currency)}");
}
