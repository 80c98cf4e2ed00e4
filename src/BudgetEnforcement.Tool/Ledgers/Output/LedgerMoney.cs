namespace BudgetEnforcement.Tool.Ledgers.Output;

/// <summary>Amounts of a ledger as people read them.</summary>
internal static class LedgerMoney
{
    /// <summary>Rounded up: what was spent is not shown as less.</summary>
    internal static string Up(decimal amount, string currency) => new MoneyFormat(0m, Printable.Of(currency)).PreciseUp(amount);

    /// <summary>Rounded down: what is left is not shown as more.</summary>
    internal static string Down(decimal amount, string currency) => new MoneyFormat(0m, Printable.Of(currency)).PreciseDown(amount);
}
