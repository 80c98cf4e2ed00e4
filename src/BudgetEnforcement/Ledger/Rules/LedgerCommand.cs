using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>A request to the ledger, carried out in one transaction.</summary>
/// <typeparam name="TReply">The answer.</typeparam>
internal abstract class LedgerCommand<TReply> : LedgerRules
    where TReply : class
{
    private TReply? _reply;

    /// <param name="scope">The rows that it is known to need; it finds out while it runs what else it needs.</param>
    private protected LedgerCommand(LedgerScope scope) => Scope = scope;

    internal LedgerScope Scope { get; private set; }

    /// <summary>Carries the request out, on more rows where it turns out to need them.</summary>
    internal TReply Run(IBudgetStore store)
    {
        while (true)
        {
            try
            {
                store.Transact(Scope, this);
                return _reply!;
            }
            catch (LargerScopeException needed)
            {
                Scope = needed.Scope;
            }
        }
    }

    public sealed override void Apply(LedgerRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Ledger.RulesVersion != Version)
        {
            throw new BudgetLedgerException(
                $"The ledger is written by version {rows.Ledger.RulesVersion} of the rules; this library has version {Version}. Two versions never write at once.");
        }

        _reply = Execute(new LedgerBooks(rows, Scope));
    }

    private protected abstract TReply Execute(LedgerBooks books);
}

/// <summary>The rules need rows that they were not given. Nothing is saved, and they run again on the larger scope.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It never leaves the command.")]
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "It never leaves the command.")]
internal sealed class LargerScopeException(LedgerScope scope) : Exception
{
    internal LedgerScope Scope { get; } = scope;
}
