using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>What a store tells of the ledger in it.</summary>
/// <param name="LedgerId">The id of the ledger, made when its schema was created.</param>
/// <param name="SchemaVersion">The version of the schema; 1 or more, counted by each kind of store for itself.</param>
/// <param name="RulesVersion">The version of the rules by which the rows are written, see <see cref="LedgerRules.Version"/>.</param>
[Experimental(LedgerDiagnostics.Store)]
public sealed record BudgetStoreInfo(Guid LedgerId, int SchemaVersion, int RulesVersion);
