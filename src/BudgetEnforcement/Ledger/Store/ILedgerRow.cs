using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>A row of a ledger, which a <see cref="LedgerTable{TKey, TRow}"/> finds by its key. Rows are immutable.</summary>
/// <typeparam name="TKey">The key.</typeparam>
[Experimental(LedgerDiagnostics.Store)]
public interface ILedgerRow<out TKey>
{
    /// <summary>What tells the row from all others of its kind.</summary>
    TKey Key { get; }
}
