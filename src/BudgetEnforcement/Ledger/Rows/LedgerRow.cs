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
    /// Until when nothing is granted, because the store went back in time and nodes tell it again what they hold. <see langword="null"/>
    /// where that never happened.
    /// </summary>
    public DateTimeOffset? LearningUntil { get; init; }

    /// <summary>
    /// When the node that was last seen latest, of all that were forgotten, was last seen. <see langword="null"/> where none was forgotten.
    /// </summary>
    public DateTimeOffset? ForgottenUntil { get; init; }
}
