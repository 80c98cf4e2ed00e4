using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>The one row of the ledger itself.</summary>
/// <threadsafety>Immutable: safe for use by several threads.</threadsafety>
[Experimental(LedgerDiagnostics.Store)]
public sealed record LedgerRow
{
    /// <summary>The id of the ledger, made when its schema was created.</summary>
    public required Guid Id { get; init; }

    /// <summary>The version of the rules that write the rows, see <see cref="LedgerRules.Version"/>.</summary>
    public required int RulesVersion { get; init; }

    /// <summary>
    /// Until when the ledger grants nothing, because the store went back in time and nodes report again what they hold. <see langword="null"/> where
    /// that never happened.
    /// </summary>
    public DateTimeOffset? LearningUntil { get; init; }

    /// <summary>
    /// Of all nodes whose rows were removed, the latest instant at which one was last seen. <see langword="null"/> where none was removed.
    /// </summary>
    public DateTimeOffset? ForgottenUntil { get; init; }
}
