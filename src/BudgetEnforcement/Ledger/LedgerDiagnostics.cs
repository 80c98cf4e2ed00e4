namespace BudgetEnforcement;

/// <summary>The ids of the diagnostics by which the compiler marks parts of the public API that may still change.</summary>
internal static class LedgerDiagnostics
{
    /// <summary>The part that only an author of a store needs.</summary>
    internal const string Store = "BUDGET001";
}
