namespace BudgetEnforcement;

/// <summary>Ids under which the compiler tells of parts of the public API that may still change.</summary>
internal static class LedgerDiagnostics
{
    /// <summary>What only an author of a store needs.</summary>
    internal const string Store = "BUDGET001";
}
