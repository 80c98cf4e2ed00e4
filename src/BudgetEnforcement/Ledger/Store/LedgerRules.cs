using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>What happens to rows in one transaction of <see cref="IBudgetStore.Transact"/>.</summary>
/// <remarks>
/// Rules are pure: what they do depends on the rows alone, so that a store may run them again on fresh rows. They read and write the
/// rows that they are given and nothing else, and they keep an answer from the last run only.
/// </remarks>
/// <threadsafety>A store runs it from one thread at a time.</threadsafety>
[Experimental(LedgerDiagnostics.Store)]
public abstract class LedgerRules
{
    /// <summary>
    /// The version of the rules of this library. A ledger is written by one version only: rules refuse to run on rows of another.
    /// </summary>
    public static int Version => 1;

    /// <summary>Reads and changes the rows of the scope.</summary>
    /// <param name="rows">
    /// The rows, fresh from the store, and the store's time. What is put into their tables or removed from them is what the store saves.
    /// </param>
    public abstract void Apply(LedgerRows rows);
}
