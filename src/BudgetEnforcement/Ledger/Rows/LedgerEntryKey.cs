using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>What tells an entry from all others.</summary>
/// <param name="BudgetId">The budget in whose journal it stands.</param>
/// <param name="Key">The key of the entry: 1 to 200 characters, compared ordinally.</param>
[Experimental(LedgerDiagnostics.Store)]
public readonly record struct LedgerEntryKey(Guid BudgetId, string Key);
