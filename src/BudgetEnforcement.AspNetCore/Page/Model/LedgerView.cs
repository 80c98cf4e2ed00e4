namespace BudgetEnforcement.AspNetCore;

/// <summary>The ledger and its nodes, as they were read last.</summary>
/// <param name="State">Whether the store answers.</param>
/// <param name="Nodes">The nodes; null where they could not be read.</param>
internal sealed record LedgerView(BudgetLedgerState State, IReadOnlyList<LedgerNodeInfo>? Nodes)
{
    internal IEnumerable<LedgerNodeInfo> InDoubt => (Nodes ?? []).Where(node => node.Status == LedgerNodeStatus.InDoubt);
}
