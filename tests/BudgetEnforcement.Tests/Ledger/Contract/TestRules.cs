namespace BudgetEnforcement.Tests.Ledger.Contract;

/// <summary>Rules that do what a test says.</summary>
internal sealed class TestRules(Action<LedgerRows> apply) : LedgerRules
{
    public override void Apply(LedgerRows rows) => apply(rows);
}
