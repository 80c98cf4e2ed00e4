using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>A term of a budget.</summary>
/// <param name="BudgetId">The budget.</param>
/// <param name="Term">The number of the term; 0 or more.</param>
[Experimental(LedgerDiagnostics.Store)]
public readonly record struct LedgerTermKey(Guid BudgetId, long Term);
