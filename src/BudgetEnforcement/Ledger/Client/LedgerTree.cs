using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>
/// The tree of all budgets that a process shares by one ledger, also where several of them have no parent: one lock guards what is exchanged.
/// </summary>
internal sealed class LedgerTree(LedgerExchange ledger, ILogger? logger, TimeProvider? clock) : BudgetTree(logger, clock)
{
    internal override LedgerExchange Ledger { get; } = ledger;
}
