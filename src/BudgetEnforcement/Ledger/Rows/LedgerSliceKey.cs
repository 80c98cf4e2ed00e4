using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>What tells a slice from all others.</summary>
/// <param name="NodeId">The node whose slice it is.</param>
/// <param name="BudgetId">The budget of which it is a slice.</param>
/// <param name="Term">The number of the term; 0 or more.</param>
[Experimental(LedgerDiagnostics.Store)]
public readonly record struct LedgerSliceKey(Guid NodeId, Guid BudgetId, long Term);
