using System.Globalization;

namespace BudgetEnforcement;

/// <summary>A term of a shared budget that is over, as the ledger has it at one instant: what nodes report late still lands in it.</summary>
/// <remarks>Amounts are in <see cref="Currency"/>, and read as those of <see cref="LedgerBudgetInfo"/>.</remarks>
/// <threadsafety>Immutable: safe for use by several threads.</threadsafety>
public sealed record LedgerTermInfo
{
    internal LedgerTermInfo(LedgerTermRow row, LedgerBudgetRow budget)
    {
        BudgetName = budget.Name;
        Currency = budget.Currency;
        Number = row.Term;
        Start = row.Start;
        End = row.End;
        Limit = row.Limit.Money.ToDecimal(roundUp: false);
        Spent = LedgerTotals.Spent(row.Costs, row.Refunds).ToDecimal();
        Held = row.Held.ToDecimal();
    }

    /// <summary>The name of the budget.</summary>
    public string BudgetName { get; }

    /// <summary>The label of the currency of all amounts here.</summary>
    public string Currency { get; }

    /// <summary>The number of the term; 0 for the first.</summary>
    public long Number { get; }

    /// <summary>When it began, in UTC.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>When it ended, by the calendar or by a reset, in UTC.</summary>
    public DateTimeOffset End { get; }

    /// <summary>The limit when it ended.</summary>
    public decimal Limit { get; }

    /// <summary>What was spent in it, less refunds; 0 or more.</summary>
    public decimal Spent { get; }

    /// <summary>What nodes held when it ended and have not reported on yet; 0 or more. They hold it in the present term too.</summary>
    public decimal Held { get; }

    /// <summary>The term in one line for people, the same under every culture.</summary>
    /// <returns>For example <c>team, term 3: $75.00 of $100.00 spent</c>.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{BudgetName}, term {Number}: {MoneyText.ReadableOf(Spent, Currency)} of {MoneyText.ReadableOf(Limit, Currency)} spent");
}
