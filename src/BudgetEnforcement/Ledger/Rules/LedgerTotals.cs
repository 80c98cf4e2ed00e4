namespace BudgetEnforcement;

/// <summary>The totals of all nodes and entries in one term of a budget.</summary>
internal readonly record struct LedgerTotals(LedgerAmount Costs, LedgerAmount Refunds, LedgerAmount Held)
{
    internal static LedgerTotals Of(LedgerSliceRow? slice) => slice is null
        ? default
        : new LedgerTotals(slice.Costs.Plus(slice.GuessedCosts), slice.Refunds.Plus(slice.GuessedRefunds), slice.Held);

    internal static LedgerTotals Of(LedgerEntryRow? entry) => entry is null ? default : new LedgerTotals(entry.Costs, entry.Refunds, default);

    internal static LedgerAmount Spent(LedgerAmount costs, LedgerAmount refunds) => costs.IsSaturated ? costs : costs.Less(LedgerAmount.Min(costs, refunds));

    /// <summary>The amount of an entry: a cost, or below 0 what it gives back.</summary>
    internal static decimal AmountOf(LedgerEntryRow? entry) => entry is null ? 0m : entry.Costs.IsZero ? -entry.Refunds.Money.ToDecimal(roundUp: false) : entry.Costs.ToDecimal();

    internal LedgerTotals Plus(LedgerTotals more) => new(Costs.Plus(more.Costs), Refunds.Plus(more.Refunds), Held.Plus(more.Held));

    internal LedgerTotals Less(LedgerTotals less) => new(Costs.Less(less.Costs), Refunds.Less(less.Refunds), Held.Less(less.Held));

    /// <summary>The totals after one part of them was replaced.</summary>
    internal LedgerTotals With(LedgerTotals before, LedgerTotals after) => Less(before).Plus(after);
}
